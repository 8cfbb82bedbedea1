using System.Reflection;
using System.Reflection.Emit;

namespace Guanlian.Unit.Pairing;

/// <summary>All types that a type mentions: in signatures, fields, local variables and the instructions of its methods.</summary>
internal static class TypesUsed
{
    const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Static | BindingFlags.Public)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(code => code.Value);

    public static IEnumerable<Type> By(Type type)
    {
        var found = new List<Type?> { type.BaseType };
        found.AddRange(type.GetInterfaces());
        foreach (var member in type.GetMembers(Declared))
        {
            if (member is FieldInfo field) found.Add(field.FieldType);
            if (member is MethodInfo returning) found.Add(returning.ReturnType);
            if (member is not MethodBase method) continue;
            found.AddRange(method.GetParameters().Select(p => p.ParameterType));
            found.AddRange(method.GetMethodBody()?.LocalVariables.Select(v => v.LocalType) ?? []);
            found.AddRange(Instructions(type, method));
        }
        return found.OfType<Type>().SelectMany(Plain);
    }

    static IEnumerable<Type?> Instructions(Type type, MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? (short)(code[at++] << 8 | code[at]) : code[at];
            at++;
            var operand = OpCodesByValue[value].OperandType;
            if (operand is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                var used = method.Module.ResolveMember(BitConverter.ToInt32(code, at), type.GetGenericArguments(),
                    method.IsGenericMethod ? method.GetGenericArguments() : null);
                yield return used as Type ?? used?.DeclaringType;
            }
            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(code, at),
                _ => 4,
            };
        }
    }

    static IEnumerable<Type> Plain(Type type)
    {
        if (type.HasElementType) return Plain(type.GetElementType()!);
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Plain).Append(type.GetGenericTypeDefinition()) : [type];
    }
}
