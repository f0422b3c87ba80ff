// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.feed;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.runtime.InterpreterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How examples become the input of a model: each is a row along the input's first dimension, or each is a whole input, where the first
 * dimension is no batch.
 *
 * @param run the input's shape in a run of as many examples as the file says
 * @param together how many examples that is; they are never run apart where the file fixes this number, since the model may mix them
 * @param open whether the file leaves the number of examples open
 */
public record ExampleLayout(List<Integer> run, int together, boolean open) {
    public ExampleLayout {
        run = List.copyOf(run);
    }

    /**
     * The layout for examples of this shape. Sizes of 1 do not count, and where one of the two shapes has a single dimension only the number of
     * elements does: (28, 28) is fed to an input of (N, 784). A size that the input leaves open is that of the example, if both have the same rank.
     *
     * @param example the shape of one example
     * @return empty if the input cannot hold such examples
     */
    public static Optional<ExampleLayout> of(Tensor input, List<Integer> example) {
        Ints declared = input.dynamicShape();
        List<Integer> whole = closed(input, 0, example);
        if (!declared.isEmpty()) {
            List<Integer> row = closed(input, 1, example);
            if (fits(row, example)) {
                int together = Math.max(1, input.shape().get(0));
                List<Integer> run = new ArrayList<>(row);
                run.add(0, together);
                return Optional.of(new ExampleLayout(run, together, declared.get(0) < 0));
            }
        }
        return fits(whole, example) ? Optional.of(new ExampleLayout(whole, 1, false)) : Optional.empty();
    }

    /** @throws InterpreterException if the input cannot hold the examples of these data */
    static ExampleLayout of(String model, Tensor input, String data, List<Integer> example) {
        return of(input, example)
                .orElseThrow(() -> new InterpreterException(model + ": input '" + input.name() + "' ("
                        + input.type() + " " + input.dynamicShape() + ") takes " + wanted(input)
                        + ", but those of " + data + " have shape " + example));
    }

    /** What an input takes, for messages. */
    public static String wanted(Tensor input) {
        List<Integer> declared = input.dynamicShape().stream().boxed().toList();
        if (declared.isEmpty()) {
            return "scalar examples";
        }
        String rows = "examples of shape " + declared.subList(1, declared.size());
        return declared.get(0) < 2 ? rows : rows + ", " + declared.get(0) + " in each run, or of shape " + declared;
    }

    /** The input's shape for so many examples; another number than {@link #together} only where it is open. */
    public List<Integer> shape(int examples) {
        if (!open) {
            return run;
        }
        List<Integer> shape = new ArrayList<>(run);
        shape.set(0, examples);
        return shape;
    }

    /** The input's shape from a dimension on, with the example's sizes in place of open ones. */
    private static List<Integer> closed(Tensor input, int from, List<Integer> example) {
        List<Integer> sizes = new ArrayList<>();
        for (int i = from; i < input.shape().size(); i++) {
            boolean open = input.dynamicShape().get(i) < 0 && input.shape().size() - from == example.size();
            sizes.add(open ? example.get(i - from) : input.shape().get(i));
        }
        return sizes;
    }

    // (3, 224, 224) is no (224, 224, 3)
    private static boolean fits(List<Integer> wanted, List<Integer> example) {
        if (wanted.size() == example.size()) {
            return wanted.equals(example);
        }
        List<Integer> squeezed = squeezed(wanted);
        List<Integer> given = squeezed(example);
        return squeezed.equals(given)
                || ((squeezed.size() < 2 || given.size() < 2) && elements(wanted) == elements(example));
    }

    private static List<Integer> squeezed(List<Integer> shape) {
        return shape.stream().filter(size -> size != 1).toList();
    }

    private static long elements(List<Integer> shape) {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }
}
