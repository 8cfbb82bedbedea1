// The window that a viewer on another site has opened for signing in has done its work. Without this script its reader closes it.
if (opener) close();
