using System.Text.Json.Nodes;

namespace AfterSales.Engine.Expressions.Values;

/// <summary>A record of named values. It has no prototype: only own properties are ever found.</summary>
internal abstract class JsObject
{
    public virtual object Identity => this;

    public abstract bool TryGet(string key, out JsValue value);

    /// <summary>Keys in JavaScript's order: array indexes ascending, then the rest as they were added.</summary>
    public List<string> Keys()
    {
        var keys = new List<string>(OwnKeys);
        if (!keys.Exists(key => PropertyKey.TryIndex(key, out _)))
            return keys;

        var indexes = keys.FindAll(key => PropertyKey.TryIndex(key, out _));
        indexes.Sort((left, right) => ParseIndex(left).CompareTo(ParseIndex(right)));
        indexes.AddRange(keys.FindAll(key => !PropertyKey.TryIndex(key, out _)));
        return indexes;
    }

    /// <summary>A view of an object of the scope; properties are converted when they are read.</summary>
    public static JsObject Of(JsonObject node) => new ObjectView(node);

    protected abstract IEnumerable<string> OwnKeys { get; }

    private static uint ParseIndex(string key) => PropertyKey.TryIndex(key, out var index) ? index : 0;

    private sealed class ObjectView(JsonObject node) : JsObject
    {
        public override object Identity => node;

        protected override IEnumerable<string> OwnKeys => Guard(node => ((IDictionary<string, JsonNode?>)node).Keys);

        public override bool TryGet(string key, out JsValue value)
        {
            var (found, child) = Guard(node => node.TryGetPropertyValue(key, out var child) ? (true, child) : (false, null));
            value = found ? ScopeValue.Read(child) : JsValue.Undefined;
            return found;
        }

        // A JsonObject reads its text on first use, and only then complains about a key that is there twice.
        private T Guard<T>(Func<JsonObject, T> read)
        {
            try
            {
                return read(node);
            }
            catch (ArgumentException exception)
            {
                throw new UnreadableValueException(exception);
            }
        }
    }
}

/// <summary>An object an expression made. It is filled while being built and not changed afterwards.</summary>
internal sealed class JsRecord : JsObject
{
    private readonly OrderedDictionary<string, JsValue> _properties = new(StringComparer.Ordinal);

    protected override IEnumerable<string> OwnKeys => _properties.Keys;

    public void Set(string key, JsValue value) => _properties[key] = value;

    public override bool TryGet(string key, out JsValue value) => _properties.TryGetValue(key, out value);
}
