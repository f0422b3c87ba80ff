// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import java.awt.Color;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures as the bytes of files, sound and otherwise. */
final class ImageFiles {
    private static final int START_OF_FRAME = 0xC0;
    private static final int END_OF_JFIF = 20;

    private ImageFiles() {}

    /** A picture whose red grows to the right and whose green grows downwards. */
    static BufferedImage gradient(int height, int width) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, new Color(255 * x / width, 255 * y / height, 60).getRGB());
            }
        }
        return image;
    }

    static byte[] encode(BufferedImage image, String format) {
        return encode(new IIOImage(image, null, null), format);
    }

    /** A JPEG file of one colour in inks from 0 to 255; they are stored inverted, as files of Adobe's are. */
    static byte[] cmyk(int... inks) {
        return withSegment(plainCmyk(inks), 2, 0xFFEE, "Adobe", new byte[] {0, 100, 0, 0, 0, 0, 0});
    }

    /** The same without the segment by which Adobe's files are known. */
    static byte[] plainCmyk(int... inks) {
        var raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, inks.length, null);
        int[] stored = Arrays.stream(inks).map(ink -> 255 - ink).toArray();
        for (int pixel = 0; pixel < 256; pixel++) {
            raster.setPixel(pixel % 16, pixel / 16, stored);
        }
        return encode(new IIOImage(raster, null, null), "jpeg");
    }

    private static byte[] encode(IIOImage image, String format) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, image, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** The JPEG file with an Exif segment that says how the camera was held. */
    static byte[] turned(byte[] jpeg, int orientation) {
        byte[] tiff = ByteBuffer.allocate(26)
                .put("MM\0*".getBytes(StandardCharsets.US_ASCII))
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .array();
        return withSegment(jpeg, 2, 0xFFE1, "Exif\0\0", tiff);
    }

    /** The JPEG file with a colour profile. */
    static byte[] withProfile(byte[] jpeg, ICC_Profile profile) {
        return withSegment(jpeg, END_OF_JFIF, 0xFFE2, "ICC_PROFILE\0\1\1", profile.getData());
    }

    private static byte[] withSegment(byte[] jpeg, int at, int marker, String name, byte[] data) {
        return ByteBuffer.allocate(jpeg.length + 4 + name.length() + data.length)
                .put(jpeg, 0, at)
                .putShort((short) marker)
                .putShort((short) (2 + name.length() + data.length))
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .put(jpeg, at, jpeg.length - at)
                .array();
    }

    /** The JPEG file with another size in its header. */
    static byte[] jpegOfSize(byte[] jpeg, int height, int width) {
        byte[] changed = jpeg.clone();
        int at = 2;
        while ((changed[at + 1] & 0xFF) != START_OF_FRAME) {
            at += 2 + ByteBuffer.wrap(changed).getShort(at + 2);
        }
        ByteBuffer.wrap(changed).putShort(at + 5, (short) height).putShort(at + 7, (short) width);
        return changed;
    }

    /** The PNG file with another size in its header, and the checksum to it. */
    static byte[] pngOfSize(byte[] png, int height, int width) {
        byte[] changed = png.clone();
        ByteBuffer.wrap(changed).putInt(16, width).putInt(20, height);
        CRC32 checksum = new CRC32();
        checksum.update(changed, 12, 17);
        ByteBuffer.wrap(changed).putInt(29, (int) checksum.getValue());
        return changed;
    }
}
