// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import io.espalier.base.ImageShape;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.List;

/**
 * The numbers of a decoded image. They come from its raster: {@link BufferedImage#getRGB} would convert grey ones between colour spaces.
 *
 * @param bands one of grey, or red, green and blue
 */
record PixelSource(int height, int width, List<Band> bands) {
    /** The numbers of one colour, from 0 to 255, at equal distances in an array. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Band(byte[] values, int offset, int pixelStride, int rowStride) {}

    static PixelSource of(BufferedImage image) {
        Raster raster = image.getRaster();
        boolean indexed = image.getColorModel() instanceof IndexColorModel;
        int bands = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY ? 1 : 3;
        if (!indexed
                && raster.getDataBuffer() instanceof DataBufferByte bytes
                && raster.getSampleModel() instanceof ComponentSampleModel model
                && bytes.getNumBanks() == 1) {
            return inPlace(image, bytes, model, bands);
        }
        return indexed ? looked(image) : copied(image, bands);
    }

    private static PixelSource inPlace(
            BufferedImage image, DataBufferByte bytes, ComponentSampleModel model, int bands) {
        Band[] found = new Band[bands];
        for (int band = 0; band < bands; band++) {
            found[band] = new Band(
                    bytes.getData(),
                    bytes.getOffset() + model.getBandOffsets()[band],
                    model.getPixelStride(),
                    model.getScanlineStride());
        }
        return new PixelSource(image.getHeight(), image.getWidth(), List.of(found));
    }

    private static PixelSource looked(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] packed = image.getRGB(0, 0, width, height, null, 0, width);
        Band[] bands = new Band[3];
        for (int band = 0; band < 3; band++) {
            byte[] values = new byte[packed.length];
            for (int pixel = 0; pixel < packed.length; pixel++) {
                values[pixel] = (byte) (packed[pixel] >> (16 - 8 * band));
            }
            bands[band] = new Band(values, 0, 1, width);
        }
        return new PixelSource(height, width, List.of(bands));
    }

    // Of 16 bits the upper 8, as libpng strips them.
    private static PixelSource copied(BufferedImage image, int bands) {
        int width = image.getWidth();
        int height = image.getHeight();
        Raster raster = image.getRaster();
        int shift = raster.getDataBuffer().getDataType() == DataBuffer.TYPE_USHORT ? 8 : 0;
        Band[] found = new Band[bands];
        int[] row = new int[width];
        for (int band = 0; band < bands; band++) {
            byte[] values = new byte[width * height];
            for (int y = 0; y < height; y++) {
                raster.getSamples(0, y, width, 1, band, row);
                for (int x = 0; x < width; x++) {
                    values[y * width + x] = (byte) (row[x] >> shift);
                }
            }
            found[band] = new Band(values, 0, 1, width);
        }
        return new PixelSource(height, width, List.of(found));
    }

    Pixels pixels(ImageShape.Color color) {
        byte[] values = new byte[height * width * color.channels()];
        if (color == ImageShape.Color.RGB) {
            for (int channel = 0; channel < color.channels(); channel++) {
                copy(bands.get(bands.size() == 1 ? 0 : channel), values, channel, color.channels());
            }
        } else if (bands.size() == 1) {
            copy(bands.get(0), values, 0, 1);
        } else {
            writeLuma(values);
        }
        return new Pixels(height, width, color.channels(), values);
    }

    private void copy(Band band, byte[] target, int from, int stride) {
        byte[] source = band.values();
        int to = from;
        for (int y = 0; y < height; y++) {
            int at = band.offset() + y * band.rowStride();
            for (int x = 0; x < width; x++) {
                target[to] = source[at];
                to += stride;
                at += band.pixelStride();
            }
        }
    }

    /** The luma of ITU-R BT.601, which JPEG uses, rounded. */
    private void writeLuma(byte[] target) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int luma = 299 * value(bands.get(0), y, x)
                        + 587 * value(bands.get(1), y, x)
                        + 114 * value(bands.get(2), y, x);
                target[y * width + x] = (byte) ((luma + 500) / 1000);
            }
        }
    }

    private static int value(Band band, int y, int x) {
        return band.values()[band.offset() + y * band.rowStride() + x * band.pixelStride()] & 0xFF;
    }
}
