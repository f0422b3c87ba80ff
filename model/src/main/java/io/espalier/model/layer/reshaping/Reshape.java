// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.reshaping;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The same values in another shape, row-major.
 *
 * @param target the shape of one example; one dimension may be -1 and is then inferred
 */
public record Reshape(List<Integer> target) implements ComposedLayer {
    public Reshape {
        target = List.copyOf(target);
        if (target.stream().filter(dimension -> dimension == -1).count() > 1) {
            throw new ModelException("a target shape may contain one -1, but is " + target);
        }
        if (target.stream().anyMatch(dimension -> dimension < -1 || dimension == 0)) {
            throw new ModelException(
                    "the dimensions of a target shape must be at least 1, except one -1, but it is " + target);
        }
    }

    /** A layer with this target shape of one example; one dimension may be -1. */
    public static Reshape to(Integer... target) {
        return new Reshape(List.of(target));
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        return on.reshape(value, arranged(on.shape(value)));
    }

    @Override
    public boolean movesValues() {
        return true;
    }

    @Override
    public ChannelMapping channelMapping() {
        return ChannelMapping.RESHAPED;
    }

    @Override
    public Reshape withChannels(int channels) {
        int last = target.size() - 1;
        if (target.get(last) == -1) {
            return this;
        }
        List<Integer> changed = new ArrayList<>(target);
        changed.set(last, channels);
        return new Reshape(changed);
    }

    private Shape arranged(Shape input) {
        int known = 1;
        for (int dimension : target) {
            known *= dimension == -1 ? 1 : dimension;
        }
        boolean open = target.contains(-1);
        if (open ? input.elements() % known != 0 : input.elements() != known) {
            throw new ModelException("cannot make shape " + target + " out of " + input.elements()
                    + " numbers of shape " + input.batched());
        }
        List<Integer> dimensions = new ArrayList<>(target);
        if (open) {
            dimensions.set(target.indexOf(-1), input.elements() / known);
        }
        return new Shape(dimensions);
    }
}
