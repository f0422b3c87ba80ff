// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.ccode.program.Constant.Work;

/**
 * Bytes that functions of CMSIS-NN 8.0.0 work in, as its {@code ..._get_buffer_size_dsp} and {@code ..._get_buffer_size_mve} count them. Without DSP
 * instructions it needs no more than with them.
 */
final class CmsisWork {
    /** {@code CH_IN_BLOCK_MVE}. */
    private static final int HELIUM_CHANNELS = 124;

    private static final int HELIUM_LANES = 16;

    private CmsisWork() {}

    /** {@code arm_convolve_wrapper_s8}. */
    static Work convolution(Picture picture) {
        int channels = picture.in().get(3);
        if (isPoint(picture)) {
            // Only what Arm's own compiler makes of it needs memory.
            boolean fast = picture.strideHeight() == 1 && picture.strideWidth() == 1;
            return new Work(fast ? 2 * channels * Short.BYTES : 0, 0);
        }
        int length = picture.kernelHeight() * picture.kernelWidth() * channels;
        return new Work(2 * roundedUp(length, 4) * Short.BYTES, heliumConvolution(picture, channels));
    }

    static boolean isPoint(Picture picture) {
        return picture.kernelHeight() == 1
                && picture.kernelWidth() == 1
                && picture.padTop() == 0
                && picture.padLeft() == 0
                && picture.dilationHeight() == 1
                && picture.dilationWidth() == 1;
    }

    private static int heliumConvolution(Picture picture, int channels) {
        int kernel = picture.kernelWidth();
        int general = 4 * roundedUp(picture.kernelHeight() * kernel * channels, HELIUM_LANES);
        if (!CmsisLimits.isRow(picture)) {
            return general;
        }
        int out = picture.out().get(2);
        int pad = picture.padLeft();
        int stride = picture.strideWidth();
        int uneven = ((out - 1) * stride + kernel - picture.in().get(2)) % 2;
        int right = padded(pad + uneven, stride);
        int left = padded(pad, stride);
        if (right + Math.max(out - right - left, 0) + left != out) {
            return general;
        }
        int leftBytes = (kernel + pad) * channels;
        int rightBytes = (kernel - 1 + (uneven != 0 ? right : pad)) * channels;
        return Math.max(leftBytes, rightBytes);
    }

    /** Outputs that a border reaches. */
    private static int padded(int pad, int stride) {
        return pad == 0 ? 0 : Math.max(1, (pad + stride - 1) / stride);
    }

    /** {@code arm_depthwise_conv_wrapper_s8} for one picture. */
    static Work depthwise(Picture picture) {
        int area = picture.kernelHeight() * picture.kernelWidth();
        int channels = picture.in().get(3);
        boolean fast =
                channels == picture.out().get(3) && picture.dilationHeight() == 1 && picture.dilationWidth() == 1;
        boolean square = picture.kernelHeight() == 3
                && picture.kernelWidth() == 3
                && picture.padTop() <= 1
                && picture.padLeft() <= 1;
        int bytes = fast && !square ? channels * area * Short.BYTES : 0;
        int helium = fast ? 4 * HELIUM_CHANNELS * area : 0;
        if (channels == 1 && picture.out().get(3) > 1) {
            // It becomes a convolution whose weights are turned around first.
            int convolution = isPoint(picture) ? 0 : heliumConvolution(picture, 1);
            helium = Math.max(helium, picture.out().get(3) * area + convolution);
        }
        return new Work(bytes, helium);
    }

    /** {@code arm_fully_connected_wrapper_s8}. */
    static Work fullyConnected(int channels) {
        return new Work(0, channels * Integer.BYTES);
    }

    private static int roundedUp(int value, int multiple) {
        return (value + multiple - 1) / multiple * multiple;
    }
}
