// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.check;

import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.List;

/** How many inputs a layer takes, whatever stands for them, and which of their dimensions. */
public final class Inputs {
    private Inputs() {}

    /** The only one. */
    public static <T> T single(List<T> inputs) {
        if (inputs.size() != 1) {
            throw new ModelException("expects one input, but has " + inputs.size());
        }
        return inputs.get(0);
    }

    public static <T> List<T> several(List<T> inputs) {
        if (inputs.size() < 2) {
            throw new ModelException("expects at least two inputs, but has " + inputs.size());
        }
        return inputs;
    }

    /** Where a dimension is, counted from the front; below 0 it is given from the end. */
    public static int axis(Shape shape, int axis) {
        int place = axis < 0 ? shape.rank() + axis : axis;
        if (place < 0 || place >= shape.rank()) {
            throw new ModelException("works along dimension " + axis + " of " + shape.batched()
                    + ", which has no such dimension after the batch");
        }
        return place;
    }

    /** The only input, which must be a picture (height, width, channels). */
    public static Shape picture(List<Shape> inputs) {
        return picture(single(inputs));
    }

    /** The shape, which must be that of a picture (height, width, channels). */
    public static Shape picture(Shape shape) {
        return ofRank(shape, 3, "(height, width, channels)");
    }

    /** The shape, which must be that of a volume (depth, height, width, channels). */
    public static Shape volume(Shape shape) {
        return ofRank(shape, 4, "(depth, height, width, channels)");
    }

    /** The only input, which must be a sequence (steps, channels). */
    public static Shape sequence(List<Shape> inputs) {
        return sequence(single(inputs));
    }

    /** The shape, which must be that of a sequence (steps, channels). */
    public static Shape sequence(Shape shape) {
        return ofRank(shape, 2, "(steps, channels)");
    }

    /** A shape whose rank is as the layer wants it. */
    public static Shape ofRank(Shape shape, int rank, String expected) {
        if (shape.rank() != rank) {
            throw new ModelException("expects an input of shape " + expected + ", but it has shape " + shape.batched()
                    + "; a Reshape before it may help");
        }
        return shape;
    }
}
