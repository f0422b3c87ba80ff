// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.model.tensor.Shape;

/**
 * What the first dimension of an output is in Keras.
 *
 * @param number how many rows there are for each example; more than 1 where a reshape has put dimensions into the batch. The output here has them as
 *     its first dimension.
 * @param isAlone whether there are as many rows however many examples there are, as in the embedding of {@code tf.range(steps)}
 */
record Rows(int number, boolean isAlone) {
    /** The batch. */
    static final Rows EXAMPLES = new Rows(1, false);

    boolean areSeveral() {
        return number > 1;
    }

    /** Of an output for one example, the shape of one row. */
    Shape row(Shape whole) {
        return areSeveral() && whole.rank() > 0 ? rest(whole) : whole;
    }

    /** Without the first dimension, which is the number. */
    static Shape rest(Shape shape) {
        return new Shape(shape.dimensions().subList(1, shape.rank()));
    }

    @Override
    public String toString() {
        return isAlone ? number + " for all examples" : number + " for each example";
    }
}
