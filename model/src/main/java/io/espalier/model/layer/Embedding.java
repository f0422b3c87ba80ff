// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.check.Inputs;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;

/**
 * Maps each input, a whole number, to a vector from a learned table.
 *
 * <p>Weight: {@code embeddings} of shape (numbers, features). Numbers that the table has no row for stop the run.
 *
 * @param numbers how many there are, from 0
 * @param features how long each vector is
 */
public record Embedding(int numbers, int features) implements ComposedLayer {
    public Embedding {
        if (numbers < 1 || features < 1) {
            throw new ModelException("an Embedding needs a table of at least one row and one column, not " + numbers
                    + " and " + features);
        }
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        return List.of(WeightSpec.trainable("embeddings", Shape.of(numbers, features), Initializer.RANDOM_UNIFORM));
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return on.rows(on.weight("embeddings"), Inputs.single(inputs));
    }

    @Override
    public List<String> kernels() {
        return List.of("embeddings");
    }
}
