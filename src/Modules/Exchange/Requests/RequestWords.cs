using Guanlian.Exchange.Data;
using Guanlian.Platform.Pages;

namespace Guanlian.Exchange.Requests;

/// <summary>How a request's state is marked: due where the reader must answer.</summary>
internal static class RequestWords
{
    public static TagKind Mark(RequestState state, bool readerIsAsked) => state switch
    {
        RequestState.Sent => readerIsAsked ? TagKind.Due : TagKind.Waiting,
        RequestState.Accepted => TagKind.Done,
        _ => TagKind.Stopped,
    };
}
