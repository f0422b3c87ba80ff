// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lite.file.DeploymentMetadata.Normalization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads a normalization: {@code 127.5,127.5}, or for each channel {@code 124,116,104/58,57,57}. */
final class NormalizationText {
    private NormalizationText() {}

    static Normalization parse(String text) {
        String[] sides = text.split("/", -1);
        try {
            if (sides.length == 1) {
                List<Float> both = floats(text);
                if (both.size() == 2) {
                    return Normalization.of(both.get(0), both.get(1));
                }
            } else if (sides.length == 2) {
                List<Float> means = floats(sides[0]);
                List<Float> deviations = floats(sides[1]);
                int channels = Math.max(means.size(), deviations.size());
                return new Normalization(forAll(means, channels), forAll(deviations, channels));
            }
        } catch (NumberFormatException e) {
            throw refused(text, "");
        } catch (IllegalArgumentException e) {
            throw refused(text, ": " + e.getMessage());
        }
        throw refused(text, "");
    }

    private static List<Float> floats(String text) {
        List<Float> values = new ArrayList<>();
        for (String number : text.split(",", -1)) {
            values.add(Float.parseFloat(number.strip()));
        }
        return values;
    }

    private static List<Float> forAll(List<Float> values, int channels) {
        return values.size() == 1 ? Collections.nCopies(channels, values.get(0)) : values;
    }

    private static UsageException refused(String text, String why) {
        return new UsageException("--normalize '" + text + "'" + (why.isEmpty() ? " is no normalization" : why)
                + "; give MEAN,STD such as 127.5,127.5, or for each channel 124,116,104/58,57,57");
    }
}
