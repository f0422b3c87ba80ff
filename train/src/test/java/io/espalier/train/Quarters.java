// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.data.Scaling;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Flatten;
import io.espalier.model.layer.MaxPooling2D;
import io.espalier.model.layer.Reshape;
import java.nio.ByteBuffer;
import java.util.Random;

/** Small pictures of four classes, each a bright quarter in noise, and a model that can learn them. */
public final class Quarters {
    private Quarters() {}

    public static ExamplesInMemory pictures(int examples, long seed) {
        Random random = new Random(seed);
        ByteBuffer pictures = ExamplesInMemory.room(examples * 8 * 8);
        ByteBuffer classes = ExamplesInMemory.room(examples * Integer.BYTES);
        for (int example = 0; example < examples; example++) {
            int bright = random.nextInt(4);
            classes.putInt(bright);
            for (int pixel = 0; pixel < 64; pixel++) {
                int quarter = pixel / 32 * 2 + pixel % 8 / 4;
                pictures.put((byte) (random.nextInt(128) + (quarter == bright ? 100 : 0)));
            }
        }
        return ExamplesInMemory.of(
                ElementSpec.of(ElementType.UINT8, 8, 8),
                ElementSpec.of(ElementType.INT32),
                Scaling.UNIT,
                pictures.flip(),
                classes.flip());
    }

    public static Model model(ActivationFunction last) {
        return Model.sequential()
                .input(8, 8)
                .add(Reshape.to(8, 8, 1))
                .add(Conv2D.of(4, 3).activation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(4).activation(last))
                .build(7);
    }
}
