// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.project;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model as C, and one input with what the model answers.
 *
 * @param name the identifier that its files and functions begin with
 * @param files the texts of its files by their names; a main.c among them is an example that projects leave out
 * @param inputs one array for each input, in order
 * @param outputs what the model answers, one array for each output, in order
 * @param arena the constant with the bytes of the caller's arena; empty if the arena is static
 * @param resets whether the model has state, and the function NAME_reset
 */
public record ProjectModel(
        String name,
        Map<String, String> files,
        List<CArray> inputs,
        List<CArray> outputs,
        String arena,
        boolean resets) {
    public ProjectModel {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The names of the files that are compiled. */
    List<String> sources() {
        return files.keySet().stream()
                .filter(file -> file.endsWith(".c") && !isExample(file))
                .toList();
    }

    static boolean isExample(String file) {
        return file.equals("main.c");
    }
}
