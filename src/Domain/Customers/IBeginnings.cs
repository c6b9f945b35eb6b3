using System.Linq.Expressions;

namespace AfterSales.Domain.Customers;

/// <summary>"Begins with" as a condition that an index answers: one provider finds it in a pattern, the other only in two bounds.</summary>
public interface IBeginnings
{
    /// <summary>True for values that begin with a text, which is taken as it stands: no character in it stands for another.</summary>
    Expression<Func<string, bool>> With(string text);
}

internal static class BeginningQueries
{
    /// <summary>Rows whose value begins with a text.</summary>
    public static IQueryable<T> WhereBegins<T>(this IQueryable<T> rows, Expression<Func<T, string?>> value, Expression<Func<string, bool>> beginning) =>
        rows.Where(Expression.Lambda<Func<T, bool>>(new Put(beginning.Parameters[0], value.Body).Visit(beginning.Body), value.Parameters));

    private sealed class Put(ParameterExpression placeholder, Expression value) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == placeholder ? value : node;
    }
}
