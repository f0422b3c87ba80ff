// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab;

import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.data.Scaling;
import io.espalier.model.Shape;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/** Random numbers from -1 to 1, the same for the same seed. */
record RandomExamples(Shape shape, long seed) implements Dataset {
    static final int EXAMPLES = 5;

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
                features.putFloat((float) random.nextDouble(-1, 1));
            }
            targets.putInt(0);
        }
    }
}
