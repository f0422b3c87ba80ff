// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.bench;

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
import io.espalier.train.ExamplesInMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The lab's data and model, for measurements. */
final class Mnist {
    private Mnist() {}

    static ExamplesInMemory read(Path folder, String prefix) throws IOException {
        ByteBuffer images = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(prefix + "-images-idx3-ubyte")));
        ByteBuffer labels = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(prefix + "-labels-idx1-ubyte")));
        labels.position(8);
        ByteBuffer classes = ExamplesInMemory.room(labels.remaining() * Integer.BYTES);
        while (labels.hasRemaining()) {
            classes.putInt(labels.get());
        }
        return ExamplesInMemory.of(
                ElementSpec.of(ElementType.UINT8, 28, 28),
                ElementSpec.of(ElementType.INT32),
                Scaling.UNIT,
                images.position(16),
                classes.flip());
    }

    static Model model(long seed) {
        return Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(12, 3).activation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10))
                .build(seed);
    }
}
