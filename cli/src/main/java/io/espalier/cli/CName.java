// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lite.ccode.settings.CSettings;
import java.nio.file.Path;
import java.util.Optional;

/** What generated C calls a model; formats for microcontrollers share the option. */
final class CName {
    private final Argument<String> name;

    CName(Arguments arguments) {
        name = arguments.option(
                String.class,
                Arguments.named(
                        "--name",
                        "NAME",
                        "What C calls the model (default: the name of its file, as far as C allows)."));
    }

    Argument<String> argument() {
        return name;
    }

    /** The given name, or that of a file with _ for what C does not allow. */
    String of(Path model) {
        String stem =
                Optional.ofNullable(model.getFileName()).map(Path::toString).orElse("model");
        int dot = stem.lastIndexOf('.');
        String plain = (dot > 0 ? stem.substring(0, dot) : stem).replaceAll("[^A-Za-z0-9_]", "_");
        String given = name.orNull();
        return given != null ? given : CSettings.isName(plain) ? plain : "model_" + plain;
    }
}
