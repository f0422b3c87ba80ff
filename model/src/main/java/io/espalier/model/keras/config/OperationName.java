// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.layer.function.ComposedFunction.Function;
import io.espalier.model.layer.function.Logical.Connective;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one of our functions is called in Keras files. The same row reads and writes it.
 *
 * @param keras2 the function of TensorFlow that Keras 2 names, such as {@code math.add}
 * @param keras3 the class of Keras 3 behind its module, such as {@code numpy.Add}
 * @param others further names that are read
 */
record OperationName<F>(F function, String keras2, String keras3, List<String> others) {
    static final List<OperationName<Binary>> BINARY = List.of(
            of(Binary.ADD, "math.add", "numpy.Add"),
            of(Binary.SUBTRACT, "math.subtract", "numpy.Subtract", "sub"),
            of(Binary.MULTIPLY, "math.multiply", "numpy.Multiply", "mul"),
            of(Binary.DIVIDE, "math.divide", "numpy.Divide", "truediv", "true_divide"),
            of(Binary.MAXIMUM, "math.maximum", "numpy.Maximum"),
            of(Binary.MINIMUM, "math.minimum", "numpy.Minimum"),
            of(Binary.POWER, "math.pow", "numpy.Power"),
            of(Binary.EQUAL, "math.equal", "numpy.Equal", "eq"),
            of(Binary.NOT_EQUAL, "math.not_equal", "numpy.NotEqual", "ne"),
            of(Binary.GREATER, "math.greater", "numpy.Greater"),
            of(Binary.GREATER_EQUAL, "math.greater_equal", "numpy.GreaterEqual"),
            of(Binary.LESS, "math.less", "numpy.Less"),
            of(Binary.LESS_EQUAL, "math.less_equal", "numpy.LessEqual"));

    static final List<OperationName<Unary>> UNARY = List.of(
            of(Unary.ABS, "math.abs", "numpy.Absolute"),
            of(Unary.CEIL, "math.ceil", "numpy.Ceil"),
            of(Unary.COS, "math.cos", "numpy.Cos"),
            of(Unary.FLOOR, "math.floor", "numpy.Floor"),
            of(Unary.LOG, "math.log", "numpy.Log"),
            of(Unary.NEGATE, "math.negative", "numpy.Negative", "neg"),
            of(Unary.ROUND, "math.round", "numpy.Round", "rint"),
            of(Unary.RSQRT, "math.rsqrt", "math.Rsqrt"),
            of(Unary.SIGN, "math.sign", "numpy.Sign"),
            of(Unary.SIN, "math.sin", "numpy.Sin"),
            of(Unary.SQRT, "math.sqrt", "numpy.Sqrt"),
            of(Unary.SQUARE, "math.square", "numpy.Square"));

    static final List<OperationName<Function>> COMPOSED = List.of(
            of(Function.COSH, "math.cosh", "numpy.Cosh"),
            of(Function.EXPM1, "math.expm1", "numpy.Expm1"),
            of(Function.LOG1P, "math.log1p", "numpy.Log1p"),
            of(Function.IS_ZERO, "math.logical_not", "numpy.LogicalNot"),
            of(Function.SINH, "math.sinh", "numpy.Sinh"),
            of(Function.TAN, "math.tan", "numpy.Tan"));

    static final List<OperationName<Connective>> CONNECTIVES = List.of(
            of(Connective.AND, "math.logical_and", "numpy.LogicalAnd"),
            of(Connective.OR, "math.logical_or", "numpy.LogicalOr"),
            of(Connective.XOR, "math.logical_xor", "numpy.LogicalXor"));

    static final List<OperationName<Reduction>> REDUCTIONS = List.of(
            of(Reduction.MAXIMUM, "math.reduce_max", "numpy.Max", "amax"),
            of(Reduction.MEAN, "math.reduce_mean", "numpy.Mean"),
            of(Reduction.MINIMUM, "math.reduce_min", "numpy.Min", "amin"),
            of(Reduction.PRODUCT, "math.reduce_prod", "numpy.Prod"),
            of(Reduction.SUM, "math.reduce_sum", "numpy.Sum"));

    private static <F> OperationName<F> of(F function, String keras2, String keras3, String... others) {
        return new OperationName<>(function, keras2, keras3, List.of(others));
    }

    /** The functions of a table by each name that is read, without its module. */
    static <F> Map<String, F> byName(List<OperationName<F>> table) {
        Map<String, F> functions = new HashMap<>();
        for (OperationName<F> row : table) {
            List<String> names = new ArrayList<>(row.others);
            names.add(withoutModule(row.keras2));
            names.add(Keras3Paths.snakeCase(withoutModule(row.keras3)));
            names.forEach(name -> functions.put(name, row.function));
        }
        return functions;
    }

    static String withoutModule(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** An operation by the names of a function, yet without arguments. */
    static <F> WrittenOperation written(List<OperationName<F>> table, F function) {
        OperationName<F> row = table.stream()
                .filter(each -> Objects.equals(each.function, function))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no name for " + function));
        return WrittenOperation.of(row.keras2, row.keras3);
    }
}
