// SPDX-License-Identifier: Apache-2.0
package io.espalier.testing.rig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A model as C: {@code NAME.h} and {@code NAME.c} with the function {@code NAME_run}.
 *
 * @param name what the files and functions begin with
 * @param header the text of NAME.h
 * @param source the text of NAME.c
 * @param resetsEachTime whether a model with state starts anew for each input; otherwise it starts anew once
 */
public record CModel(String name, String header, String source, boolean resetsEachTime) {
    /** A model that keeps its state, if it has one, from one input to the next. */
    public CModel(String name, String header, String source) {
        this(name, header, source, false);
    }

    /**
     * Reads both files.
     *
     * @param folder that holds NAME.h and NAME.c
     */
    public static CModel read(Path folder, String name) throws IOException {
        return new CModel(
                name, Files.readString(folder.resolve(name + ".h")), Files.readString(folder.resolve(name + ".c")));
    }

    /** The same model; its state starts anew for each input. */
    public CModel resettingEachTime() {
        return new CModel(name, header, source, true);
    }

    void writeTo(Path folder) throws IOException {
        Files.writeString(folder.resolve(name + ".h"), header, StandardCharsets.UTF_8);
        Files.writeString(folder.resolve(name + ".c"), source, StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("subject.h"), Subject.of(this).text(), StandardCharsets.UTF_8);
    }
}
