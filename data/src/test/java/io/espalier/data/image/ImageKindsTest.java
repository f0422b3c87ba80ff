// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.ImageShape;
import io.espalier.base.ImageShape.Color;
import io.espalier.base.ImageShape.Fit;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageKindsTest {
    @ParameterizedTest
    @CsvSource({"255 0 0 0, 0 1 1", "0 255 0 0, 1 0 1", "0 0 255 0, 1 1 0", "0 0 0 255, 0 0 0", "0 0 0 0, 1 1 1"})
    void cmykIsInkOnWhitePaper(String ink, String lightness) {
        Pixels pixels = decode(ImageFiles.cmyk(numbers(ink)), Color.RGB);

        int[] light = numbers(lightness);
        for (int channel = 0; channel < 3; channel++) {
            int value = pixels.values()[channel] & 0xFF;
            assertThat(value > 127).as("channel %d is %d", channel, value).isEqualTo(light[channel] == 1);
        }
    }

    // Expected: djpeg of libjpeg-turbo 2.1.5, which stores what it decodes as (ink * black) / 255.
    @ParameterizedTest
    @CsvSource({"255 0 0 0, 0 255 255", "0 100 200 50, 205 125 44", "10 20 30 40, 207 198 190"})
    void cmykWithoutTheSegmentOfAdobeIsDecodedAsByLibjpeg(String ink, String expected) {
        Pixels pixels = decode(ImageFiles.plainCmyk(numbers(ink)), Color.RGB);

        assertThat(pixels.values())
                .isEqualTo(decode(ImageFiles.cmyk(numbers(ink)), Color.RGB).values());
        for (int channel = 0; channel < 3; channel++) {
            assertThat(pixels.values()[channel] & 0xFF).isCloseTo(numbers(expected)[channel], within(1));
        }
    }

    @Test
    void numbersStayThoseOfTheFileWhateverTheProfile() {
        byte[] plain = ImageFiles.encode(ImageFiles.gradient(24, 40), "jpeg");
        ICC_Profile linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB);

        Pixels pixels = decode(ImageFiles.withProfile(plain, linear), Color.RGB);

        assertThat(pixels.values()).isEqualTo(decode(plain, Color.RGB).values());
    }

    // Pixels 1 2 3 over 4 5 6, as they are looked at by the figures in the specification of Exif.
    @ParameterizedTest
    @CsvSource({
        "1, 2, 1 2 3 4 5 6",
        "2, 2, 3 2 1 6 5 4",
        "3, 2, 6 5 4 3 2 1",
        "4, 2, 4 5 6 1 2 3",
        "5, 3, 1 4 2 5 3 6",
        "6, 3, 4 1 5 2 6 3",
        "7, 3, 6 3 5 2 4 1",
        "8, 3, 3 6 2 5 1 4",
        "0, 2, 1 2 3 4 5 6"
    })
    void aPictureIsTurnedUpright(int orientation, int height, String expected) {
        Pixels stored = new Pixels(2, 3, 1, bytes("1 2 3 4 5 6"));

        Pixels upright = Orientation.of(orientation).upright(stored);

        assertThat(upright.height()).isEqualTo(height);
        assertThat(upright.values()).isEqualTo(bytes(expected));
    }

    @Test
    void theOrientationOfExifIsFollowed() {
        byte[] jpeg = ImageFiles.encode(ImageFiles.gradient(24, 40), "jpeg");

        Pixels stored = decode(jpeg, Color.RGB);
        Pixels turned = decode(ImageFiles.turned(jpeg, 6), Color.RGB);

        assertThat(turned.height()).isEqualTo(40);
        assertThat(turned.values()).isEqualTo(Orientation.of(6).upright(stored).values());
    }

    // Keras's smart_resize: of 2 x 6 to a square the columns 2 and 3, of 6 x 2 the rows.
    @ParameterizedTest
    @CsvSource({"2, 6, 2 3 8 9", "6, 2, 4 5 6 7"})
    void aPictureOfAnotherAspectRatioIsCropped(int height, int width, String expected) {
        Pixels picture = new Pixels(height, width, 1, bytes("0 1 2 3 4 5 6 7 8 9 10 11"));

        Pixels cropped = picture.resized(new ImageShape(2, 2, Color.GREY, Fit.CROP));

        assertThat(cropped.values()).isEqualTo(bytes(expected));
    }

    private static Pixels decode(byte[] file, Color color) {
        return new ImageDecoder().decode(file, ImageStructure.of(file), color);
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    private static byte[] bytes(String text) {
        return ImageFolderTest.bytes(text);
    }
}
