using System.Net;
using AfterSales.Engine.Http;
using Microsoft.Extensions.Options;

namespace AfterSales.Engine.Tests.Http;

public sealed class HttpTargetsTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("223.5.5.5", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.8.9.10", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.100.100.200", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("192.0.0.192", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:db8::1", false)]
    public void Only_other_machines_on_the_internet_are_public(string address, bool isPublic) => Assert.Equal(isPublic, HttpTargets.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://example.com/x", "", true)]
    [InlineData("http://127.0.0.1/x", "", false)]
    [InlineData("http://2130706433/", "", false)] // 127.0.0.1 as one number
    [InlineData("http://0x7f.1/", "", false)]
    [InlineData("http://[::1]/", "", false)]
    [InlineData("http://[::ffff:10.0.0.1]:8080/", "", false)]
    [InlineData("http://169.254.169.254/latest/meta-data", "", false)]
    [InlineData("http://10.0.0.5:8080/x", "10.0.0.5", true)]
    [InlineData("http://10.0.0.5:8080/x", "10.0.0.5:8080", true)]
    [InlineData("http://10.0.0.5:8081/x", "10.0.0.5:8080", false)]
    [InlineData("http://[::1]:5000/", "[::1]:5000", true)]
    [InlineData("http://[::1]:5000/", "::1", true)]
    [InlineData("http://[::1]:5001/", "[::1]:5000", false)]
    [InlineData("ftp://example.com/x", "example.com", false)]
    [InlineData("file:///etc/passwd", "", false)]
    [InlineData("https://user:secret@example.com/", "example.com", false)]
    public void Addresses_are_checked_by_looking_at_them(string url, string allowed, bool isAllowed) => Check(url, allowed, true, isAllowed);

    [Theory]
    [InlineData("https://api.example.com/x", "*.example.com", true)]
    [InlineData("https://example.com/x", "*.example.com", false)]
    [InlineData("https://evilexample.com/x", "*.example.com", false)]
    [InlineData("https://API.EXAMPLE.com/x", "api.example.com", true)]
    [InlineData("https://api.example.com/x", "api.example.com:443", true)]
    [InlineData("https://other.org/", "*.example.com", false)]
    public void Where_public_hosts_are_not_allowed_only_the_list_counts(string url, string allowed, bool isAllowed) => Check(url, allowed, false, isAllowed);

    private static void Check(string url, string allowed, bool allowPublic, bool isAllowed)
    {
        var targets = new HttpTargets(Options.Create(new WorkflowHttpOptions { AllowedHosts = [allowed], AllowPublicHosts = allowPublic }));

        var refusal = Record.Exception(() => targets.Check(new Uri(url)));

        Assert.Equal(isAllowed, refusal is null);
        Assert.DoesNotContain("secret", refusal?.Message ?? "", StringComparison.Ordinal);
    }
}
