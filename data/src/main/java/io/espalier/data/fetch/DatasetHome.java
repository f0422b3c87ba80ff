// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import java.nio.file.Path;
import java.util.Map;

/** The folder that keeps what was downloaded. It may be deleted at any time; what is asked for comes again. */
public record DatasetHome(Path folder) {
    /** The environment variable that names another folder. */
    public static final String VARIABLE = "ESPALIER_HOME";

    /** {@code $ESPALIER_HOME}, else {@code .cache/espalier} in the user's home. */
    public static DatasetHome fromEnvironment() {
        return from(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    static DatasetHome from(Map<String, String> environment, Path userHome) {
        String named = environment.getOrDefault(VARIABLE, "");
        return new DatasetHome(named.isBlank() ? userHome.resolve(".cache").resolve("espalier") : Path.of(named));
    }

    /** Where the files of one data set are. */
    public Path dataset(String name) {
        return folder.resolve("datasets").resolve(name);
    }
}
