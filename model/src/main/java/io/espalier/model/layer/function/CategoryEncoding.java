// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Keras's layer of that name: categories, whole numbers from 0, as places. Inputs: categories and, to count them, perhaps the weight of each.
 * Keras refuses a number that is no category; here it has no place.
 *
 * @param tokens how many categories there are
 */
public record CategoryEncoding(int tokens, CategoryOutput output) implements ComposedLayer {
    public CategoryEncoding {
        Objects.requireNonNull(output, "output");
        if (tokens < 1 || output == CategoryOutput.INT) {
            throw new ModelException("a CategoryEncoding needs at least one category, and puts out places");
        }
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        if (inputs.size() > 2 || (inputs.size() == 2 && output != CategoryOutput.COUNT)) {
            throw new ModelException(
                    "takes categories and, to count them, perhaps their weights, but has " + inputs.size() + " inputs");
        }
        Optional<T> weights = inputs.stream().skip(1).findFirst();
        return output.of(on, inputs.get(0), tokens, weights);
    }
}
