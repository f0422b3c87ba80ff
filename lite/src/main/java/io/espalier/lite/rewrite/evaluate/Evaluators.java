// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.evaluate;

import io.espalier.lite.Buffer;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The operators that can be computed on constants. Each class below has its own family: {@link Reordering}, {@link Joining}, {@link
 * FloatFunctions}, {@link IntegerFunctions}, {@link Generating}.
 *
 * <p>DEQUANTIZE of float16 constants is left out on purpose: it would make a file twice as large. So is what depends on more than its
 * operands, such as variables, random numbers and control flow.
 */
public final class Evaluators {
    private Evaluators() {}

    // Asked one kind at a time: to set up all evaluators takes longer than to convert a small model.
    private static @Nullable Evaluator of(BuiltinOperator kind) {
        Evaluator integers = IntegerFunctions.of(kind);
        Evaluator others = first(Reordering.of(kind), Joining.of(kind), FloatFunctions.of(kind), Generating.of(kind));
        return others == null ? integers : integers == null ? others : either(others, integers);
    }

    private static @Nullable Evaluator first(@Nullable Evaluator... families) {
        for (Evaluator evaluator : families) {
            if (evaluator != null) {
                return evaluator;
            }
        }
        return null;
    }

    private static Evaluator either(Evaluator floats, Evaluator integers) {
        return invocation -> (invocation.type() == TensorType.FLOAT32 ? floats : integers).evaluate(invocation);
    }

    /** Whether operators of this kind may be computed. */
    public static boolean computes(BuiltinOperator kind) {
        return of(kind) != null;
    }

    /**
     * The data of each output.
     *
     * @param inputs the operands in order
     * @param outputs what the graph says of the outputs
     * @return empty where an input is no plain constant, an output is not of static shape, or it is not certain what a kernel would make
     *     of it
     */
    public static Optional<List<Buffer>> evaluate(Operator operator, List<Tensor> inputs, List<Tensor> outputs) {
        Evaluator evaluator = of(operator.code().builtin());
        boolean plain = evaluator != null
                && !inputs.isEmpty()
                && inputs.stream().allMatch(Evaluators::isPlainConstant)
                && outputs.stream().allMatch(Evaluators::isPlain);
        return plain && evaluator != null
                ? evaluator.evaluate(new Invocation(operator, inputs, outputs)).filter(results -> fit(results, outputs))
                : Optional.empty();
    }

    private static boolean isPlainConstant(Tensor tensor) {
        return isPlain(tensor)
                && tensor.sparsity().isEmpty()
                && tensor.buffer().size() == tensor.type().bytes(tensor.elements());
    }

    // An empty tensor is left to the kernels: a buffer without bytes would not be a constant.
    private static boolean isPlain(Tensor tensor) {
        int bits = tensor.type().bits();
        return bits > 0
                && bits % Byte.SIZE == 0
                && !tensor.quantization().isPresent()
                && !tensor.isVariable()
                && tensor.isRankKnown()
                && !tensor.dynamicShape().contains(-1)
                && tensor.elements() > 0
                && tensor.elements() <= Integer.MAX_VALUE / Long.BYTES;
    }

    private static boolean fit(List<Buffer> results, List<Tensor> outputs) {
        return results.size() == outputs.size()
                && IntStream.range(0, results.size())
                        .allMatch(i -> results.get(i).size()
                                == outputs.get(i).type().bytes(outputs.get(i).elements()));
    }
}
