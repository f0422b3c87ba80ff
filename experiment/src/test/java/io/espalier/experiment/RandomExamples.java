// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.model.tensor.Shape;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random numbers, the same for the same seed.
 *
 * @param numbers 0 for numbers from -1 to 1, or how many whole numbers there are, from 0
 */
record RandomExamples(Shape shape, long seed, int numbers) implements Dataset {
    static final int EXAMPLES = 5;

    RandomExamples(Shape shape, long seed) {
        this(shape, seed, 0);
    }

    @Override
    public String name() {
        return "random";
    }

    @Override
    public int size() {
        return EXAMPLES;
    }

    @Override
    public ElementSpec features() {
        return new ElementSpec(ElementType.FLOAT32, shape.dimensions());
    }

    @Override
    public ElementSpec targets() {
        return ElementSpec.of(ElementType.INT32);
    }

    @Override
    public Scaling scaling() {
        return Scaling.IDENTITY;
    }

    @Override
    public List<String> classNames() {
        return List.of();
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
        for (int i = from; i < from + count; i++) {
            SplittableRandom random = new SplittableRandom(seed * EXAMPLES + indices[i]);
            for (int element = 0; element < shape.elements(); element++) {
                features.putFloat(numbers == 0 ? (float) random.nextDouble(-1, 1) : random.nextInt(numbers));
            }
            targets.putInt(0);
        }
    }
}
