// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Keras's layer of that name: where each whole number is in a vocabulary. Numbers come as floats, which are exact up to 2 to the power of 24.
 *
 * <p>Places are, in this order: that of the mask, if it is put out as a number; those of numbers outside of the vocabulary; those of the vocabulary.
 *
 * @param vocabulary in the order of the places
 * @param outside how many places numbers outside of the vocabulary share, by their remainder; at 0, they have none, where Keras refuses them
 * @param mask the number that is left out, or at place 0
 * @param depth the least number of places, if it is not that of all these
 */
public record IntegerLookup(
        List<Integer> vocabulary, int outside, Optional<Integer> mask, int depth, CategoryOutput output)
        implements ComposedLayer {
    private static final int LARGEST = 1 << 24;

    /** Of a number that is left out. */
    private static final int NONE = -1;

    public IntegerLookup {
        vocabulary = List.copyOf(vocabulary);
        if (vocabulary.stream().anyMatch(number -> Math.abs((long) number) > LARGEST)) {
            throw new ModelException("looks up numbers beyond " + LARGEST + ", which are not exact as floats");
        }
        Objects.requireNonNull(output, "output");
        boolean isRepeated = vocabulary.stream().distinct().count() < vocabulary.size();
        if (vocabulary.isEmpty()
                || outside < 0
                || isRepeated
                || mask.filter(vocabulary::contains).isPresent()) {
            throw new ModelException(
                    "has the vocabulary " + vocabulary + " with " + outside + " places for other numbers"
                            + mask.map(number -> " and the mask " + number).orElse("")
                            + "; expected at least one number, each once, and the mask apart");
        }
    }

    /** The place of the first number outside of the vocabulary. */
    private int first() {
        return mask.isPresent() && output == CategoryOutput.INT ? 1 : 0;
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        int last = on.shape(value).rank();
        T found = CategoryOutput.is(on, value, keys());
        T places = on.reduce(Reduction.SUM, on.multiply(found, on.constant(places())), false, last);
        T known = on.reduce(Reduction.MAXIMUM, found, false, last);
        T all = on.select(known, places, others(on, value));
        int count = Math.max(depth, first() + outside + vocabulary.size());
        return output.of(on, all, count, Optional.empty());
    }

    private <T> T others(Operations<T> on, T value) {
        if (outside <= 1) {
            return on.scalar(outside == 0 ? NONE : first());
        }
        T share = on.unary(Unary.FLOOR, on.binary(Binary.DIVIDE, value, on.scalar(outside)));
        T remainder = on.subtract(value, on.multiply(share, on.scalar(outside)));
        return first() == 0 ? remainder : on.add(remainder, on.scalar(first()));
    }

    /** The vocabulary and the mask. */
    private Tensor keys() {
        float[] keys = new float[vocabulary.size() + (mask.isPresent() ? 1 : 0)];
        for (int i = 0; i < vocabulary.size(); i++) {
            keys[i] = vocabulary.get(i);
        }
        mask.ifPresent(number -> keys[keys.length - 1] = number);
        return Tensor.of(Shape.of(keys.length), keys);
    }

    private Tensor places() {
        float[] places = new float[vocabulary.size() + (mask.isPresent() ? 1 : 0)];
        for (int i = 0; i < vocabulary.size(); i++) {
            places[i] = first() + outside + i;
        }
        if (mask.isPresent()) {
            places[places.length - 1] = output == CategoryOutput.INT ? 0 : NONE;
        }
        return Tensor.of(Shape.of(places.length), places);
    }
}
