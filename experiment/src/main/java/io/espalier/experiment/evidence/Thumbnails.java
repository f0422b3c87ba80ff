// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.evidence;

import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Examples as small pictures, as far as they are pictures of bytes, grey or in colours. */
final class Thumbnails {
    /** What all pictures of a page may take. */
    private static final int MOST_CHARACTERS = 250_000;

    private static final int SIDE = 64;

    private final Dataset examples;
    private final int height;
    private final int width;
    private final int channels;
    private final Map<String, String> images = new LinkedHashMap<>();
    private int characters;

    private Thumbnails(Dataset examples, int height, int width, int channels) {
        this.examples = examples;
        this.height = height;
        this.width = width;
        this.channels = channels;
    }

    /** @return empty where examples are no pictures */
    static Optional<Thumbnails> of(Dataset examples) {
        List<Integer> shape = examples.features().shape();
        boolean grey = shape.size() == 2 || (shape.size() == 3 && shape.get(2) == 1);
        boolean coloured = shape.size() == 3 && shape.get(2) == 3;
        return examples.parts().size() == 1
                        && examples.features().type() == ElementType.UINT8
                        && (grey || coloured)
                        && shape.get(0) > 1
                        && shape.get(1) > 1
                ? Optional.of(new Thumbnails(examples, shape.get(0), shape.get(1), coloured ? 3 : 1))
                : Optional.empty();
    }

    /** Keeps the picture of an example, unless the pictures take too much already. */
    void keep(int example) {
        String name = Integer.toString(example);
        if (!images.containsKey(name) && characters < MOST_CHARACTERS) {
            String image = encoded(example);
            characters += image.length();
            images.put(name, image);
        }
    }

    /** Data URIs by the numbers of the examples. */
    Map<String, String> images() {
        return images;
    }

    private String encoded(int example) {
        ByteBuffer pixels = ByteBuffer.allocate(examples.features().bytes());
        ByteBuffer target = ByteBuffer.allocate(examples.targets().bytes()).order(ByteOrder.nativeOrder());
        examples.read(new int[] {example}, 0, 1, pixels, target);
        int step = Math.max(1, (Math.max(height, width) + SIDE - 1) / SIDE);
        // Digits are drawn in few shades, which PNG keeps in less; photographs are not.
        String format = step == 1 && channels == 1 ? "png" : "jpeg";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(shrunk(pixels.array(), step), format, bytes)) {
                throw new IllegalStateException("this Java writes no " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "data:image/" + format + ";base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** Each pixel is the mean of a square. */
    private BufferedImage shrunk(byte[] pixels, int step) {
        int rows = Math.max(1, height / step);
        int columns = Math.max(1, width / step);
        BufferedImage image = new BufferedImage(
                columns, rows, channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        int[] mean = new int[channels];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                for (int channel = 0; channel < channels; channel++) {
                    mean[channel] = mean(pixels, row * step, column * step, channel, step);
                }
                image.getRaster().setPixel(column, row, mean);
            }
        }
        return image;
    }

    private int mean(byte[] pixels, int top, int left, int channel, int step) {
        int sum = 0;
        int count = 0;
        for (int row = top; row < Math.min(height, top + step); row++) {
            for (int column = left; column < Math.min(width, left + step); column++) {
                sum += pixels[(row * width + column) * channels + channel] & 0xFF;
                count++;
            }
        }
        return Math.round((float) sum / count);
    }
}
