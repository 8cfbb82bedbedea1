using Guanlian.Web.Commands;

return await CommandLineHost.RunAsync(args);
