// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.sequence;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The mask of a Masking, or of an Embedding.
 *
 * @param padding the value that all features of a step of padding have
 * @param ofNumbers whether each step is one number, the input of an Embedding
 */
public record StepMask(float padding, boolean ofNumbers) implements ImpliedMask {
    /** Of steps of features. */
    public static StepMask of(float padding) {
        return new StepMask(padding, false);
    }

    /** Of the inputs of an Embedding, where 0 is padding. */
    public static StepMask beforeEmbedding() {
        return new StepMask(0, true);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        T counts = on.isOther(value, padding);
        return ofNumbers ? column(on, counts) : on.reduce(Reduction.MAXIMUM, counts, true, -1);
    }

    private static <T> T column(Operations<T> on, T numbers) {
        List<Integer> dimensions = new ArrayList<>(on.shape(numbers).dimensions());
        dimensions.add(1);
        return on.reshape(numbers, new Shape(dimensions));
    }
}
