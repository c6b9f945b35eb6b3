using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace AfterSales.Host.Tests.Problems;

/// <summary>Checks that an answer is problem details with everything every refusal has.</summary>
internal static class ProblemAssertions
{
    public static async Task<JsonElement> IsProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code, string? field = null)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);

        var problem = JsonElement.Parse(text);
        foreach (var member in (string[])["type", "title", "detail", "traceId"])
            Assert.False(string.IsNullOrEmpty(problem.GetProperty(member).GetString()), $"{member} is empty: {text}");
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        if (field is null)
        {
            Assert.Equal(code, problem.GetProperty("code").GetString());
            return problem;
        }

        JsonElement ofField = default;
        Assert.True(problem.TryGetProperty("codes", out var codes) && codes.TryGetProperty(field, out ofField), $"{field} is not named: {text}");
        Assert.Contains(code, ofField.EnumerateArray().Select(c => c.GetString()));
        Assert.All(problem.GetProperty("errors").GetProperty(field).EnumerateArray(), error => Assert.NotEqual("", error.GetString()));
        return problem;
    }

    public static async Task<JsonElement> IsAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return status == HttpStatusCode.NoContent ? default : await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public static Task<HttpResponseMessage> PostTextAsync(this HttpClient client, string path, string json) =>
        client.PostAsync(path, new StringContent(json, System.Text.Encoding.UTF8, "application/json"));

    public static Task<HttpResponseMessage> PostWithKeyAsync(this HttpClient client, string path, object body, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        return client.SendAsync(request);
    }
}
