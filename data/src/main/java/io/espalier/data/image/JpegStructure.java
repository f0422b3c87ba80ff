// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What the marker segments of a JPEG file say (ITU-T T.81, annex B), from its start to its end mark. The compressed data between them are
 * passed over, so that a file that was cut short is found without decoding it.
 *
 * @param isCommon whether it is grey or of three colours in 8 bits, Huffman-coded, sequential or progressive
 * @param isPlainCmyk whether it is of four colours and no Adobe segment says how they are stored
 * @param hasProfile whether a colour profile is embedded
 * @param exif the TIFF structure of an Exif segment, if there is one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record JpegStructure(
        int width, int height, boolean isCommon, boolean isPlainCmyk, boolean hasProfile, Optional<byte[]> exif)
        implements ImageStructure {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DHT = 0xC4;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int FIRST_SOF = 0xC0;
    private static final int LAST_SOF = 0xCF;
    private static final int FIRST_RST = 0xD0;
    private static final int LAST_RST = 0xD7;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final int APP14 = 0xEE;
    private static final int LAST_COMMON_SOF = 0xC2;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROFILE = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);

    /**
     * The same file with an Adobe segment that says: four colours, stored inverted. Without one, libjpeg's programs take them for that, and
     * others for the opposite.
     */
    static byte[] withAdobeSegment(byte[] file) {
        byte[] segment = {(byte) 0xFF, (byte) APP14, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
        byte[] marked = new byte[file.length + segment.length];
        System.arraycopy(file, 0, marked, 0, 2);
        System.arraycopy(segment, 0, marked, 2, segment.length);
        System.arraycopy(file, 2, marked, 2 + segment.length, file.length - 2);
        return marked;
    }

    static boolean startsIn(byte[] file) {
        return file.length >= 2 && (file[0] & 0xFF) == 0xFF && (file[1] & 0xFF) == SOI;
    }

    /** @throws UnusableImageException if there is no frame, a segment is damaged, or the end is missing */
    static JpegStructure of(byte[] file) {
        return new Walk(file).run();
    }

    private static final class Walk {
        private final byte[] file;
        private int at = 2;
        private int width = -1;
        private int height;
        private boolean common;
        private boolean cmyk;
        private boolean adobe;
        private boolean profile;
        private Optional<byte[]> exif = Optional.empty();

        Walk(byte[] file) {
            this.file = file;
        }

        JpegStructure run() {
            boolean scanned = false;
            for (int marker = marker(); marker != EOI; marker = marker()) {
                segment(marker);
                if (marker == SOS) {
                    requireFrame();
                    scanned = true;
                    passCompressedData();
                }
            }
            if (!scanned) {
                throw UnusableImageException.broken("a JPEG file without an image");
            }
            return new JpegStructure(width, height, common, cmyk && !adobe, profile, exif);
        }

        private void requireFrame() {
            if (width < 0) {
                throw UnusableImageException.broken("a JPEG file with data before its size");
            }
        }

        // Fill bytes of ones may stand before a marker.
        private int marker() {
            if (at >= file.length) {
                throw cutShort();
            }
            if (next() != 0xFF) {
                throw UnusableImageException.broken("damaged: no JPEG marker at byte " + (at - 1));
            }
            int marker = next();
            while (marker == 0xFF) {
                marker = next();
            }
            return marker;
        }

        private void segment(int marker) {
            if (marker < FIRST_SOF || marker == SOI || (marker >= FIRST_RST && marker <= LAST_RST)) {
                throw UnusableImageException.broken(
                        String.format(Locale.US, "damaged: unexpected JPEG marker %02X at byte %d", marker, at - 2));
            }
            int start = at;
            int end = start + number();
            if (end > file.length) {
                throw cutShort();
            }
            if (isFrame(marker)) {
                frame(marker, end);
            } else if (marker == APP1 && startsWith(EXIF, end)) {
                exif = Optional.of(Arrays.copyOfRange(file, at + EXIF.length, end));
            } else if (marker == APP2 && startsWith(PROFILE, end)) {
                profile = true;
            } else if (marker == APP14 && startsWith(ADOBE, end)) {
                adobe = true;
            }
            at = Math.max(end, start + 2);
        }

        private static boolean isFrame(int marker) {
            return marker >= FIRST_SOF && marker <= LAST_SOF && marker != DHT && marker != JPG && marker != DAC;
        }

        private void frame(int marker, int end) {
            if (width >= 0 || end - at < 6) {
                throw UnusableImageException.broken("damaged: a JPEG file with no size or two sizes");
            }
            int bits = next();
            height = number();
            width = number();
            int components = next();
            cmyk = components == 4;
            common = marker <= LAST_COMMON_SOF && bits == 8 && (components == 1 || components == 3);
        }

        private boolean startsWith(byte[] text, int end) {
            return end - at >= text.length && Arrays.equals(file, at, at + text.length, text, 0, text.length);
        }

        /** Up to the next marker that is none of those that restart the decoder. */
        private void passCompressedData() {
            while (true) {
                while (at < file.length && file[at] != (byte) 0xFF) {
                    at++;
                }
                if (at + 1 >= file.length) {
                    throw cutShort();
                }
                int following = file[at + 1] & 0xFF;
                if (following == 0xFF) {
                    at++;
                } else if (following == 0 || (following >= FIRST_RST && following <= LAST_RST)) {
                    at += 2;
                } else {
                    return;
                }
            }
        }

        private int number() {
            return next() << 8 | next();
        }

        private int next() {
            if (at >= file.length) {
                throw cutShort();
            }
            return file[at++] & 0xFF;
        }

        private static UnusableImageException cutShort() {
            return UnusableImageException.broken("truncated: the JPEG file has no end marker");
        }
    }
}
