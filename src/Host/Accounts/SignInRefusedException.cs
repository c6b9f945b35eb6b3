namespace AfterSales.Host.Accounts;

/// <summary>A name and password were not accepted. HTTP 401.</summary>
public sealed class SignInRefusedException(string code) : Exception($"Sign-in refused: {code}.")
{
    public string Code { get; } = code;

    /// <summary>Does nothing when accepted.</summary>
    /// <exception cref="SignInRefusedException">The outcome is a refusal.</exception>
    public static void ThrowUnlessAccepted(SignInOutcome outcome)
    {
        if (outcome == SignInOutcome.Refused)
            throw new SignInRefusedException("auth.wrong-credentials");
        if (outcome == SignInOutcome.LockedOut)
            throw new SignInRefusedException("auth.locked-out");
    }
}
