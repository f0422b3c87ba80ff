// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import io.espalier.base.EspalierException;
import io.espalier.data.DataFormatException;
import io.espalier.data.ElementType;
import io.espalier.data.array.NumericArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of CIFAR's binary files: labels, a byte each, of which the last is the class, then the planes of red, green and blue, 32 x 32 bytes each.
 *
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">The layout, under "Binary version"</a>
 */
enum CifarForm {
    CIFAR_10(1, 10, "batches.meta.txt"),
    /** A coarse label stands before the class. */
    CIFAR_100(2, 100, "fine_label_names.txt");

    private static final List<String> TEN =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;
    private static final int CHANNELS = 3;

    /** Ten times what the whole of CIFAR has. */
    private static final long MOST_BYTES = 600_000L * CHANNELS * PLANE;

    private final int labels;
    private final int classes;
    private final String namesFile;

    CifarForm(int labels, int classes, String namesFile) {
        this.labels = labels;
        this.classes = classes;
        this.namesFile = namesFile;
    }

    /** Images, UINT8 of shape (n, 32, 32, 3), and their classes, INT32 of shape (n). */
    record Examples(NumericArray images, NumericArray classes) {}

    /**
     * The form of a file. Of files that are whole in both, a CIFAR-10 file has classes below 10 wherever a row of it begins.
     *
     * @throws DataFormatException if the file is empty, or not whole rows of either form
     */
    static CifarForm of(Path file) {
        long bytes = bytesOf(file);
        long more = bytes % CIFAR_10.rowBytes();
        long moreOfOther = bytes % CIFAR_100.rowBytes();
        if (bytes > 0 && moreOfOther == 0) {
            return more == 0 && CIFAR_10.fits(content(file)) ? CIFAR_10 : CIFAR_100;
        }
        if (bytes > 0 && more == 0) {
            return CIFAR_10;
        }
        throw new DataFormatException(
                file + ": " + (bytes == 0 ? "is empty; expected" : bytes + " bytes are not") + " whole rows of "
                        + CIFAR_10.rowBytes()
                        + " bytes (CIFAR-10: a label, then 32 x 32 bytes each of red, green and blue) or of "
                        + CIFAR_100.rowBytes() + " (CIFAR-100: two labels)"
                        + (bytes == 0
                                ? ""
                                : ": there are " + more + " or " + moreOfOther
                                        + " bytes too many; the file is cut short or of another kind"));
    }

    private boolean fits(byte[] content) {
        return IntStream.range(0, content.length / rowBytes())
                .allMatch(row -> (content[row * rowBytes()] & 0xff) < classes);
    }

    private static long bytesOf(Path file) {
        try {
            long bytes = Files.size(file);
            if (bytes > MOST_BYTES) {
                throw new DataFormatException(file + ": has " + bytes + " bytes; expected at most " + MOST_BYTES);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (ClosedByInterruptException e) {
            throw new EspalierException.Interrupted("reading " + file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Bytes of one example in a file. */
    int rowBytes() {
        return labels + CHANNELS * PLANE;
    }

    /** How many classes there are. */
    int classes() {
        return classes;
    }

    /** The file beside the others that lists the classes. */
    String namesFile() {
        return namesFile;
    }

    /** The classes where there is no such file. */
    List<String> classNames() {
        return this == CIFAR_10
                ? TEN
                : IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    /**
     * The rows of files, one file after the other.
     *
     * @throws DataFormatException if a class is too large; names the file and the row
     */
    Examples read(List<Path> files) {
        long rows = files.stream().mapToLong(file -> bytesOf(file) / rowBytes()).sum();
        int examples = Math.toIntExact(rows);
        ByteBuffer images = ByteBuffer.allocateDirect(Math.multiplyExact(examples, CHANNELS * PLANE));
        ByteBuffer numbers =
                ByteBuffer.allocateDirect(Math.multiplyExact(examples, 4)).order(ByteOrder.nativeOrder());
        for (Path file : files) {
            read(file, content(file), images, numbers);
        }
        return new Examples(
                new NumericArray(ElementType.UINT8, List.of(examples, SIDE, SIDE, CHANNELS), images.flip()),
                new NumericArray(ElementType.INT32, List.of(examples), numbers.flip()));
    }

    private void read(Path file, byte[] content, ByteBuffer images, ByteBuffer numbers) {
        byte[] image = new byte[CHANNELS * PLANE];
        for (int start = 0; start < content.length; start += rowBytes()) {
            int label = content[start + labels - 1] & 0xff;
            if (label >= classes) {
                throw new DataFormatException(file + ": row " + start / rowBytes() + " has class " + label
                        + "; expected 0 to " + (classes - 1) + ", as in CIFAR-" + classes);
            }
            for (int pixel = 0; pixel < PLANE; pixel++) {
                for (int channel = 0; channel < CHANNELS; channel++) {
                    image[pixel * CHANNELS + channel] = content[start + labels + channel * PLANE + pixel];
                }
            }
            images.put(image);
            numbers.putInt(label);
        }
    }
}
