// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import io.espalier.data.DataFormatException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/** Decodes a JPEG or PNG file. Transparency, colour profiles and EXIF orientation are ignored, as TensorFlow ignores them. */
final class PictureFile {
    /** A picture of more pixels is taken for a broken header rather than decoded. */
    private static final long MOST_PIXELS = 100_000_000;

    private PictureFile() {}

    /**
     * @throws DataFormatException if the file is no picture, is cut short, or is of a kind that Java cannot decode
     * @throws UncheckedIOException if it cannot be read
     */
    static Pixels read(Path file, PictureShape.Color color) {
        if (!Files.isReadable(file)) {
            throw new UncheckedIOException(new IOException("cannot read " + file));
        }
        BufferedImage image;
        try (ImageInputStream stream = new FileImageInputStream(file.toFile())) {
            image = decode(stream, file);
        } catch (IOException | RuntimeException e) {
            // Java's decoders throw many kinds of RuntimeException at broken files.
            if (e instanceof DataFormatException known) {
                throw known;
            }
            throw new DataFormatException(
                    file + ": the picture is broken or of an unsupported kind (" + e.getMessage()
                            + "); remove it or save it again as JPEG or PNG",
                    e);
        }
        return pixels(image, color);
    }

    private static BufferedImage decode(ImageInputStream stream, Path file) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
        if (!readers.hasNext()) {
            throw new DataFormatException(file + ": not a picture: expected JPEG or PNG; remove it or save it again");
        }
        ImageReader reader = readers.next();
        try {
            reader.setInput(stream, true, true);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > MOST_PIXELS) {
                throw new DataFormatException(file + ": says it has " + reader.getWidth(0) + " x " + reader.getHeight(0)
                        + " pixels; at most " + MOST_PIXELS + " are read");
            }
            List<String> warnings = new ArrayList<>();
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            BufferedImage image = reader.read(0);
            requireWhole(warnings, file);
            return image;
        } finally {
            reader.dispose();
        }
    }

    /** Java fills what is missing of a JPEG with grey and only warns. */
    private static void requireWhole(List<String> warnings, Path file) {
        for (String warning : warnings) {
            if (warning.contains("Truncated") || warning.contains("remature end")) {
                throw new DataFormatException(
                        file + ": the picture is cut short (" + warning + "); remove it or get the file again");
            }
        }
    }

    private static Pixels pixels(BufferedImage image, PictureShape.Color color) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[][] bands = bands(image);
        int channels = color.channels();
        byte[] values = new byte[width * height * channels];
        for (int pixel = 0; pixel < width * height; pixel++) {
            int red = bands[0][pixel];
            int green = bands[bands.length == 1 ? 0 : 1][pixel];
            int blue = bands[bands.length == 1 ? 0 : 2][pixel];
            switch (color) {
                case GREY -> values[pixel] = (byte) luma(red, green, blue);
                case RGB -> {
                    values[3 * pixel] = (byte) red;
                    values[3 * pixel + 1] = (byte) green;
                    values[3 * pixel + 2] = (byte) blue;
                }
            }
        }
        return new Pixels(height, width, channels, values);
    }

    /** One band of grey, or red, green and blue, each from 0 to 255. */
    private static int[][] bands(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        if (image.getColorModel() instanceof IndexColorModel) {
            int[] packed = image.getRGB(0, 0, width, height, null, 0, width);
            int[][] bands = new int[3][packed.length];
            for (int pixel = 0; pixel < packed.length; pixel++) {
                bands[0][pixel] = packed[pixel] >> 16 & 0xff;
                bands[1][pixel] = packed[pixel] >> 8 & 0xff;
                bands[2][pixel] = packed[pixel] & 0xff;
            }
            return bands;
        }
        // The raster has the numbers of the file; BufferedImage.getRGB would convert grey ones between colour spaces.
        Raster raster = image.getRaster();
        boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        int[][] bands = new int[grey ? 1 : 3][];
        for (int band = 0; band < bands.length; band++) {
            bands[band] = raster.getSamples(0, 0, width, height, band, (int[]) null);
            if (raster.getDataBuffer().getDataType() == DataBuffer.TYPE_USHORT) {
                for (int pixel = 0; pixel < bands[band].length; pixel++) {
                    bands[band][pixel] >>= 8;
                }
            }
        }
        return bands;
    }

    /** The luma of ITU-R BT.601, which JPEG uses, rounded. */
    private static int luma(int red, int green, int blue) {
        return (299 * red + 587 * green + 114 * blue + 500) / 1000;
    }
}
