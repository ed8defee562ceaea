// Published minutes in Umbraco 13 and later: a background job that keeps a copy, and a controller that takes webhooks.
// A sketch to start from: where the copy goes (content nodes, a table of your own, the Examine index) is yours to say.
// In Program.cs:  builder.Services.AddHttpClient<ReferentClient>(c => c.BaseAddress = new Uri("https://referater.kommune.example"));
//                 builder.Services.AddHostedService<ReferentSync>();

using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Hosting;

public sealed record Route(string Path);
public sealed record Content(string Id, string ContentType, string Name, DateTimeOffset CreateDate, string UpdateDate, Route Route, JsonElement Properties);
public sealed record Page(int Total, IReadOnlyList<Content> Items);

public sealed class ReferentClient(HttpClient http)
{
    // What changed after `seen`, first changed first; a withdrawn referat comes as ContentType "tombstone".
    public async Task<string?> SyncAsync(string? seen, Func<Content, Task> store, Func<string, Task> remove, CancellationToken stop)
    {
        while (true)
        {
            var since = seen is null ? "" : $"&updatedSince={Uri.EscapeDataString(seen)}";
            var page = await http.GetFromJsonAsync<Page>($"/v1/minutes?take=100&sort=updateDate:asc&includeWithdrawn=true{since}", stop);
            if (page is null || page.Items.Count == 0) return seen;
            foreach (var one in page.Items)
            {
                if (one.ContentType == "tombstone") await remove(one.Id); else await store(one);
                seen = one.UpdateDate;   // as text: it has more digits than a tick
            }
        }
    }

    public Task<string> FragmentAsync(string id, CancellationToken stop) => http.GetStringAsync($"/v1/minutes/{id}.html", stop);
}

public sealed class ReferentSync(ReferentClient client, IMinutesCopy copy) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(5));
        do await copy.SetSeenAsync(await client.SyncAsync(await copy.SeenAsync(), copy.StoreAsync, copy.RemoveAsync, stop));
        while (await timer.WaitForNextTickAsync(stop));
    }
}

public interface IMinutesCopy
{
    Task<string?> SeenAsync();
    Task SetSeenAsync(string? seen);
    Task StoreAsync(Content minutes);
    Task RemoveAsync(string id);
}

// Referent's webhooks, signed as Standard Webhooks says. Answer at once; the sync fetches what changed.
[ApiController, Route("hooks/referent")]
public sealed class ReferentWebhookController(IConfiguration settings, ReferentClient client, IMinutesCopy copy) : ControllerBase
{
    [HttpPost]
    public async Task<IActionResult> Receive(CancellationToken stop)
    {
        using var reader = new StreamReader(Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(stop);
        string id = Request.Headers["webhook-id"]!, at = Request.Headers["webhook-timestamp"]!;
        if (Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(at)) > 300) return Unauthorized();
        var key = Convert.FromBase64String(settings["Referent:WebhookSecret"]!["whsec_".Length..]);
        var right = Encoding.ASCII.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{at}.{body}"))));
        var sent = Request.Headers["webhook-signature"].ToString().Split(' ');
        if (!sent.Any(one => CryptographicOperations.FixedTimeEquals(right, Encoding.ASCII.GetBytes(one)))) return Unauthorized();
        await copy.SetSeenAsync(await client.SyncAsync(await copy.SeenAsync(), copy.StoreAsync, copy.RemoveAsync, stop));
        return NoContent();
    }
}
