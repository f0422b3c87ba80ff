// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.espalier.base.ImageShape;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.spi.IIORegistry;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes JPEG and PNG files with readers that are used again and again, since making one costs as much as a small image. One thread at a
 * time.
 *
 * <p>Java's own readers are the quicker ones and do what is common. CMYK, YCCK and the rare kinds of JPEG are left to TwelveMonkeys.
 */
final class ImageDecoder {
    private final ImageReader jpeg = own("jpeg");
    private final ImageReader png = own("png");
    private @Nullable ImageReader rareJpeg;

    private static ImageReader own(String format) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getModule().equals(ImageIO.class.getModule())) {
                return reader;
            }
        }
        throw new IllegalStateException("this Java has no image reader for " + format);
    }

    /**
     * The image upright, in the channels that are wanted. What is transparent shows the colour that is stored there, and numbers are not
     * converted by colour profiles, as TensorFlow has it.
     *
     * @param structure of the file
     * @throws UnusableImageException if it cannot be decoded
     */
    Pixels decode(byte[] file, ImageStructure structure, ImageShape.Color color) {
        if (structure instanceof JpegStructure found) {
            BufferedImage image = found.isCommon()
                    ? read(jpeg, file, found.hasProfile() ? ImageDecoder::unconverted : ImageDecoder::usual)
                    : read(
                            rareJpeg(),
                            found.isPlainCmyk() ? JpegStructure.withAdobeSegment(file) : file,
                            ImageDecoder::usual);
            return found.exif()
                    .map(Orientation::ofExif)
                    .orElse(Orientation.UPRIGHT)
                    .upright(PixelSource.of(image).pixels(color));
        }
        return PixelSource.of(read(png, file, ImageDecoder::usual)).pixels(color);
    }

    /**
     * Decodes as little as shows that the rest can be decoded, too: of a common JPEG file its tables and first rows. A PNG file is known by its
     * checksums.
     *
     * @throws UnusableImageException if it cannot be decoded
     */
    void start(byte[] file, ImageStructure structure) {
        if (!structure.isCommon()) {
            decode(file, structure, ImageShape.Color.RGB);
        } else if (structure instanceof JpegStructure) {
            ImageReadParam corner = jpeg.getDefaultReadParam();
            corner.setSourceRegion(new Rectangle(1, 1));
            read(jpeg, file, reader -> corner);
        }
    }

    // Most folders have none of these, and the library takes its time to load.
    private ImageReader rareJpeg() {
        if (rareJpeg == null) {
            try {
                // the registered one alone knows Java's reader, which it builds upon
                rareJpeg = Objects.requireNonNull(
                                IIORegistry.getDefaultInstance().getServiceProviderByClass(JPEGImageReaderSpi.class))
                        .createReaderInstance();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return rareJpeg;
    }

    private static BufferedImage read(ImageReader reader, byte[] file, Reading how) {
        try (ImageInputStream stream = new ByteArrayImageInputStream(file)) {
            reader.setInput(stream, true, true);
            return reader.read(0, how.of(reader));
        } catch (IOException | RuntimeException e) {
            // Java's readers throw many kinds of RuntimeException at broken files.
            throw UnusableImageException.broken("cannot decode: " + e.getMessage(), e);
        } finally {
            reader.setInput(null);
        }
    }

    /** What of an image is read, once its header was. */
    @FunctionalInterface
    private interface Reading {
        ImageReadParam of(ImageReader reader) throws IOException;
    }

    private static ImageReadParam usual(ImageReader reader) {
        return reader.getDefaultReadParam();
    }

    // Java would turn the numbers into sRGB's; an image in the colours of its own profile has those of the file.
    private static ImageReadParam unconverted(ImageReader reader) throws IOException {
        ImageReadParam param = reader.getDefaultReadParam();
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        ImageTypeSpecifier usual = types.next();
        while (types.hasNext()) {
            ImageTypeSpecifier type = types.next();
            if (type.getNumComponents() == usual.getNumComponents()
                    && !type.getColorModel().getColorSpace().isCS_sRGB()) {
                param.setDestination(type.createBufferedImage(reader.getWidth(0), reader.getHeight(0)));
            }
        }
        return param;
    }
}
