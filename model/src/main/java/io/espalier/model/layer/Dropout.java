// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.check.Inputs;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * During training, sets a random share of the values to 0 and scales the others up by {@code 1 / (1 - rate)};
 * at inference, returns its input.
 *
 * @param noise the shape of the random mask, whose dimensions of 1 are broadcast; empty for a mask of the input's shape
 * @see <a href="https://jmlr.org/papers/v15/srivastava14a.html">Srivastava and others, 2014</a>
 */
public record Dropout(float rate, Optional<Shape> noise) implements Layer {
    public Dropout {
        Objects.requireNonNull(noise, "noise");
        if (!(rate >= 0 && rate < 1)) {
            throw new ModelException("the rate of a Dropout must be at least 0 and less than 1, not " + rate);
        }
    }

    /** Dropout of single values. */
    public Dropout(float rate) {
        this(rate, Optional.empty());
    }

    /** Dropout of whole examples of a shape, which skips residual branches. */
    public static Dropout ofExamples(float rate, Shape example) {
        return new Dropout(rate, Optional.of(new Shape(Collections.nCopies(example.rank(), 1))));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Inputs.single(inputs);
        noise.ifPresent(shape -> {
            if (shape.rank() != input.rank() || !shape.broadcast(input).equals(input)) {
                throw new ModelException("its noise of shape " + shape.batched() + " does not fit an input of shape "
                        + input.batched() + "; each dimension must be that of the input, or 1");
            }
        });
        return input;
    }

    @Override
    public boolean movesValues() {
        return true;
    }

    @Override
    public ChannelMapping channelMapping() {
        return ChannelMapping.KEPT;
    }

    @Override
    public boolean isRandom(List<Shape> inputs) {
        return true;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }
}
