// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench;

import io.espalier.base.ImageShape;
import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.data.image.ImageFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** TestImages to calibrate and to compare with. */
public final class TestImages {
    private static final int CHANNELS = 3;
    private static final int CIFAR_SIDE = 32;
    private static final int CIFAR_PIXELS = CIFAR_SIDE * CIFAR_SIDE;
    private static final int CIFAR_RECORD = CHANNELS * CIFAR_PIXELS + 1;

    private TestImages() {}

    /**
     * A folder of pictures with one folder a class, scaled to 0 to 1, or a file of CIFAR-10 records, left at 0 to 255.
     *
     * @param height of the pictures of a folder
     */
    public static Dataset open(Path source, int height, int width) throws IOException {
        return Files.isDirectory(source)
                ? ImageFolder.open(source, new ImageShape(height, width, ImageShape.Color.RGB))
                : cifar10(source);
    }

    /** CIFAR-10's binary version: records of a byte for the label and 3072 for the picture, channel by channel. Not scaled. */
    public static Dataset cifar10(Path file) throws IOException {
        byte[] records = Files.readAllBytes(file);
        if (records.length == 0 || records.length % CIFAR_RECORD != 0) {
            throw new UsageException(file + " holds " + records.length
                    + " bytes, which cannot be split into CIFAR-10 records of " + CIFAR_RECORD + " bytes each");
        }
        int size = records.length / CIFAR_RECORD;
        byte[] pictures = new byte[size * CHANNELS * CIFAR_PIXELS];
        int[] labels = new int[size];
        for (int picture = 0, place = 0; picture < size; picture++) {
            int record = picture * CIFAR_RECORD;
            labels[picture] = records[record];
            for (int pixel = 0; pixel < CIFAR_PIXELS; pixel++) {
                for (int channel = 0; channel < CHANNELS; channel++) {
                    pictures[place++] = records[record + 1 + channel * CIFAR_PIXELS + pixel];
                }
            }
        }
        return of("cifar10", CIFAR_SIDE, CIFAR_SIDE, pictures, labels);
    }

    /** Noise from a seed, of two classes in turn; not scaled. */
    public static Dataset noise(int size, int height, int width) {
        byte[] pictures = new byte[size * height * width * CHANNELS];
        new SplittableRandom(7).nextBytes(pictures);
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = i % 2;
        }
        return of("noise", height, width, pictures, labels);
    }

    private static Dataset of(String name, int height, int width, byte[] pictures, int... labels) {
        ByteBuffer targets = ByteBuffer.allocate(labels.length * Integer.BYTES).order(ByteOrder.nativeOrder());
        targets.asIntBuffer().put(labels);
        NumericArray features = new NumericArray(
                ElementType.UINT8, List.of(labels.length, height, width, CHANNELS), ByteBuffer.wrap(pictures));
        NumericArray classes = new NumericArray(ElementType.INT32, List.of(labels.length), targets);
        return ArrayDataset.of(name, features, classes, Scaling.IDENTITY, List.of());
    }
}
