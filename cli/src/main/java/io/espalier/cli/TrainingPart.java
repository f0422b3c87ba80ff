// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.EspalierException;
import io.espalier.base.EspalierVersion;
import io.espalier.train.library.TensorFlowVersion;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** TensorFlow, which comes in an archive of its own, as it is larger by far than everything else. */
final class TrainingPart {
    private static final String HOME = "espalier.home";
    private static final Pattern PLATFORM = Pattern.compile("javacpp-[0-9.]+-([a-z0-9_-]+)\\.jar");

    private TrainingPart() {}

    /** @throws MissingException if it is not there; the message says where to put it */
    static void require() {
        if (TensorFlowVersion.installed().isEmpty()) {
            throw new MissingException(
                    "this command needs TensorFlow, which is not installed; unpack " + archive() + folder());
        }
    }

    private static String archive() {
        Matcher platform = PLATFORM.matcher(System.getProperty("java.class.path", ""));
        return "espalier-" + EspalierVersion.current() + "-" + (platform.find() ? platform.group(1) : "PLATFORM")
                + "-training.zip";
    }

    private static String folder() {
        String home = System.getProperty(HOME);
        Path parent = home == null ? null : Path.of(home).getParent();
        return parent == null ? " over the Espalier folder" : " in " + parent + ", over " + home;
    }

    /** The work cannot be done with what is installed. */
    static final class MissingException extends EspalierException {
        private static final long serialVersionUID = 1;

        MissingException(String message) {
            super(Kind.FAILED_WORK, message);
        }
    }
}
