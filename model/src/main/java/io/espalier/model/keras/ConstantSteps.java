// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.function.Arithmetic;
import io.espalier.model.layer.function.FullLike;
import io.espalier.model.layer.function.Slice;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/** Layers that put out the same for each example: {@code tf.zeros([batch, 4])}. One element of an input says how many examples there are. */
final class ConstantSteps {
    private static final Slice.Part FIRST = new Slice.Part(OptionalInt.of(0), OptionalInt.of(1), false);

    /** @param name what comes behind that of the whole */
    record Step(String name, Layer layer) {}

    private ConstantSteps() {}

    /**
     * Each takes the output of the one before.
     *
     * @param input the shape of what the first takes
     * @param value for one example
     */
    static List<Step> of(Shape input, Tensor value) {
        return List.of(
                new Step("/element", new Slice(Collections.nCopies(input.rank(), FIRST))),
                new Step("/zero", new FullLike(false)),
                new Step("/shape", new Reshape(Collections.nCopies(value.shape().rank(), 1))),
                new Step("", Arithmetic.with(Binary.ADD, value)));
    }
}
