// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.array.NumericArray;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/** Small pictures of four classes, each a bright quarter in noise, and a model that can learn them. */
public final class Quarters {
    private Quarters() {}

    public static Dataset pictures(int examples, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] pixels = new byte[examples * 64];
        int[] classes = new int[examples];
        for (int example = 0; example < examples; example++) {
            classes[example] = random.nextInt(4);
            for (int pixel = 0; pixel < 64; pixel++) {
                int quarter = pixel / 32 * 2 + pixel % 8 / 4;
                pixels[example * 64 + pixel] = (byte) (random.nextInt(128) + (quarter == classes[example] ? 100 : 0));
            }
        }
        return Examples.of(
                new NumericArray(ElementType.UINT8, List.of(examples, 8, 8), ByteBuffer.wrap(pixels)),
                new NumericArray(ElementType.INT32, List.of(examples), Examples.ints(classes)),
                Scaling.UNIT);
    }

    public static Model model(ActivationFunction last) {
        return Model.sequential()
                .input(8, 8)
                .add(Reshape.to(8, 8, 1))
                .add(Conv2D.of(4, 3).withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(4).withActivation(last))
                .build(7);
    }
}
