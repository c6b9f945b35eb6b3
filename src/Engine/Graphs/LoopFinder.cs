using System.Collections.Frozen;

namespace AfterSales.Engine.Graphs;

/// <summary>
/// Tells the connections that close loops from the others. As Elsa does it: walking from the start in breadth, a connection is backward when
/// its target already leads to its source. So is what cannot be reached, for nothing will come from there.
/// </summary>
internal sealed class LoopFinder
{
    private const int None = -1;
    private readonly Dictionary<string, int> _indexes = [];
    private readonly FrozenDictionary<string, Connection[]> _outgoing;

    // The forward connections found so far, as linked lists by target: plain arrays, for dense flowcharts are searched millions of times.
    private readonly int[] _first;
    private readonly List<(int Source, int Next)> _forward = [];
    private readonly int[] _seenIn;
    private readonly int[] _open;
    private readonly bool[] _isVisited;
    private readonly bool[] _isDone;
    private int _search;

    public static void MarkBackward(IReadOnlyList<ActivityNode> activities, ActivityNode? start, IReadOnlyList<Connection> connections, FrozenDictionary<string, Connection[]> outgoing)
    {
        if (start is null || connections.Count is 0)
            return;
        var finder = new LoopFinder(activities, outgoing);
        finder.WalkFrom(start.Id);
        foreach (var connection in connections.Where(connection => !finder._isVisited[finder._indexes[connection.Source]]))
            connection.IsBackward = true;
    }

    private LoopFinder(IReadOnlyList<ActivityNode> activities, FrozenDictionary<string, Connection[]> outgoing)
    {
        foreach (var activity in activities)
            _indexes.Add(activity.Id, _indexes.Count);
        _outgoing = outgoing;
        _first = new int[activities.Count];
        Array.Fill(_first, None);
        (_seenIn, _open) = (new int[activities.Count], new int[activities.Count]);
        (_isVisited, _isDone) = (new bool[activities.Count], new bool[activities.Count]);
    }

    private void WalkFrom(string root)
    {
        var queue = new Queue<string>([root]);
        _isVisited[_indexes[root]] = true;
        while (queue.TryDequeue(out var id))
        {
            var source = _indexes[id];
            var connections = _outgoing.GetValueOrDefault(id, []);
            // Only from where the walk has been does anything lead on yet.
            var suspects = connections.Where(connection => connection.Target == id || _isDone[_indexes[connection.Target]]).ToArray();
            if (suspects.Length > 0)
                FindAncestors(source);
            foreach (var suspect in suspects)
                suspect.IsBackward = _seenIn[_indexes[suspect.Target]] == _search;
            foreach (var connection in connections)
                if (Add(connection, source))
                    queue.Enqueue(connection.Target);
            _isDone[source] = true;
        }
    }

    /// <returns>True when the target is reached for the first time.</returns>
    private bool Add(Connection connection, int source)
    {
        var target = _indexes[connection.Target];
        if (!connection.IsBackward)
        {
            _forward.Add((source, _first[target]));
            _first[target] = _forward.Count - 1;
        }

        var isNew = !_isVisited[target];
        _isVisited[target] = true;
        return isNew;
    }

    // Once per source: what leaves it adds nothing to what leads to it.
    private void FindAncestors(int source)
    {
        var forward = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_forward);
        var (seenIn, open, search, count) = (_seenIn, _open, ++_search, 1);
        seenIn[source] = search;
        open[0] = source;
        while (count > 0)
        {
            for (var at = _first[open[--count]]; at != None;)
            {
                var (ancestor, next) = forward[at];
                at = next;
                if (seenIn[ancestor] == search)
                    continue;
                seenIn[ancestor] = search;
                open[count++] = ancestor;
            }
        }
    }
}
