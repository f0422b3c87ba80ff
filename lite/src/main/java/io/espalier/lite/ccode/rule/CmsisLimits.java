// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

/** Windows that functions of CMSIS-NN 8.0.0 compute rightly on every processor; others are left to our own kernels. */
final class CmsisLimits {
    /** Places in a picture are 16-bit integers there. */
    private static final int PLACES = Short.MAX_VALUE;

    /** Channels, and weights of one output, are counted in 16 bits. */
    private static final int COUNT = (1 << Short.SIZE) - 1;

    private CmsisLimits() {}

    static boolean convolution(Picture picture) {
        long length = (long) picture.kernelHeight()
                * picture.kernelWidth()
                * picture.in().get(3);
        return counted(picture) && length <= COUNT && (!isRow(picture) || bordersOfARowAreRight(picture));
    }

    static boolean depthwise(Picture picture) {
        return counted(picture) && (long) picture.kernelHeight() * picture.kernelWidth() <= COUNT;
    }

    private static boolean counted(Picture picture) {
        return picture.in().get(1) <= PLACES
                && picture.in().get(2) <= PLACES
                && picture.in().get(3) <= COUNT
                && picture.out().get(3) <= COUNT;
    }

    /** What Helium computes by a function of its own. */
    static boolean isRow(Picture picture) {
        return picture.in().get(1) == 1
                && picture.kernelHeight() == 1
                && picture.dilationWidth() == 1
                && picture.strideWidth() * picture.in().get(3) % 4 == 0
                && !CmsisWork.isPoint(picture);
    }

    /**
     * That function copies all but one of a window's inputs for the last outputs, and fills up the rest. So at the end of the row, no window may
     * lack more than one input, unless windows move by one, and none may be left over.
     */
    private static boolean bordersOfARowAreRight(Picture picture) {
        int in = picture.in().get(2);
        int kernel = picture.kernelWidth();
        int padding = (picture.out().get(2) - 1) * picture.strideWidth() + kernel - in;
        return in >= kernel && padding >= 0 && (picture.strideWidth() == 1 || padding - picture.padLeft() <= 1);
    }
}
