// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.guard;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.operator.domain.AllowedValues;
import io.espalier.lite.operator.domain.InputLimit;
import io.espalier.lite.operator.domain.InputLimits;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.TensorInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Looks at what is written to inputs that end in an operand that cannot take every number: kernels of TFLite 2.20 check some of these, and
 * trust others. Inputs of most models are free, and cost nothing.
 */
public final class InputGuard {
    /** For values that belong to no numbered examples. */
    public static final long NO_EXAMPLES = -1;

    /** A limit and what it allows for the shapes of now. */
    public record Bound(InputLimit limit, AllowedValues allowed) {}

    private final List<List<InputLimit>> limits;
    private final List<TensorType> types;
    private List<List<Bound>> bounds = List.of();

    public InputGuard(Graph graph) {
        limits = IntStream.range(0, graph.main().inputs().size())
                .mapToObj(input -> InputLimits.of(graph, input))
                .toList();
        types = graph.main().inputs().stream()
                .mapToObj(input -> graph.main().tensor(input).type())
                .toList();
    }

    /** Must be called whenever tensors got other shapes. */
    public void shapesAre(IntFunction<Ints> shapes) {
        bounds = limits.stream()
                .map(ofInput -> ofInput.stream()
                        .map(limit -> new Bound(limit, limit.allowed(shapes)))
                        .toList())
                .toList();
    }

    /** What is known of an input; none for most. */
    public List<Bound> bounds(int input) {
        return bounds.get(input);
    }

    /**
     * @param values from the buffer's position on, which does not move
     * @param first the number of the first example in the values, or {@link #NO_EXAMPLES}
     * @param examples how many there are
     * @throws InterpreterException if an operator cannot take one of them
     */
    public void check(String model, TensorInfo input, ByteBuffer values, long first, int examples) {
        List<Bound> ofInput = bounds.get(input.index());
        if (ofInput.isEmpty()) {
            return;
        }
        Optional<IntToDoubleFunction> elements = ElementReader.of(types.get(input.index()), values);
        if (elements.isEmpty()) {
            return;
        }
        for (Bound bound : ofInput) {
            bound.limit()
                    .fault(bound.allowed(), input.elements(), elements.get())
                    .ifPresent(fault -> {
                        throw new InterpreterException(model + ": "
                                + place(input, fault.element(), first, examples)
                                + " is " + number(fault.value()) + ", but "
                                + bound.limit().operator() + " accepts only " + fault.allowed() + "; correct the data");
                    });
        }
    }

    private static String place(TensorInfo input, int element, long first, int examples) {
        if (first == NO_EXAMPLES) {
            return "element " + element + " of input " + input;
        }
        int ofExample = Math.max(1, input.elements() / examples);
        return "example " + (first + element / ofExample) + ": element " + element % ofExample + " of input " + input;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.US, "%.0f", value)
                : Double.toString(value);
    }
}
