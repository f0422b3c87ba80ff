// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.testing.Assets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is compared, field by field, with the files of Keras 2.2 to 2.4 that it was read from. */
@Tag("conformance")
class KerasH5StructureTest {
    private static final List<Allowed> ALLOWED = List.of(
            Allowed.of(Where.BOTH, "/(model_weights/)?@keras_version ", "ours says the version whose form it has"),
            Allowed.of(Where.THEIRS, "/@training_config ", "how a model was trained is read and not written"),
            Allowed.of(Where.THEIRS, "/optimizer_weights/", "the state of the optimizer is read and not written"),
            Allowed.of(
                    Where.BOTH,
                    "/model_weights/[^@]*@weight_names 1:double\\[0] .* -> 3:String\\[0] ",
                    "numpy takes an empty list for one of numbers; ours is one of texts, as every other"),
            Allowed.of(Where.BOTH, "config:.*_initializer/", "initializers are not kept: ours are Keras's default"),
            Allowed.of(Where.THEIRS, "config:.*_initializer/", "the settings of initializers that are not kept"),
            Allowed.of(Where.OURS, "config:.*_regularizer null$", "regularizers are not kept: ours are null"),
            Allowed.of(Where.THEIRS, "config:.*_regularizer/", "the settings of regularizers that are not kept"),
            Allowed.of(
                    Where.THEIRS,
                    "config:/config/layers/[^/]+/config/batch_input_shape ",
                    "up to 2.3 the first layer of a Sequential model has the shape of its input"),
            Allowed.of(
                    Where.OURS,
                    "config:/config/layers/[^/]+_input/",
                    "from 2.4 on an InputLayer has that shape, with the name that Keras gives it"),
            Allowed.of(
                    Where.OURS,
                    "config:/config/layers/[^/]+/config/groups 1$",
                    "convolutions have groups from 2.3 of tf.keras on"));

    /** Who has a field that differs. */
    private enum Where {
        THEIRS,
        OURS,
        BOTH
    }

    /** @param start of field and values */
    private record Allowed(Where where, Pattern start, String reason) {
        static Allowed of(Where where, String start, String reason) {
            return new Allowed(where, Pattern.compile(start), reason);
        }
    }

    private record Difference(Where where, String field, String values) {
        boolean isAllowedBy(Allowed allowed) {
            return allowed.where() == where
                    && allowed.start().matcher(field + " " + values).lookingAt();
        }

        boolean isAllowed() {
            return ALLOWED.stream().anyMatch(this::isAllowedBy);
        }
    }

    @TempDir
    private Path folder;

    static List<Path> files() throws IOException {
        return Stream.concat(
                        Assets.files("keras_h5", ".*_model[.]h5").stream(),
                        Assets.files("mlperf_tiny", ".*[.]h5").stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatIsWrittenHasTheFieldsOfKerassOwnFile(Path file) throws IOException {
        Map<String, String> theirs = H5Structure.of(file);

        Map<String, String> ours = H5Structure.of(written(file));

        assertThat(differences(theirs, ours))
                .filteredOn(difference -> !difference.isAllowed())
                .isEmpty();
        assertThat(inBoth(ours, theirs)).isEqualTo(inBoth(theirs, ours));
    }

    @Test
    void nothingIsAllowedThatDoesNotDiffer() throws IOException {
        List<Difference> differences = new ArrayList<>();

        for (Path file : files()) {
            differences.addAll(differences(H5Structure.of(file), H5Structure.of(written(file))));
        }

        assertThat(ALLOWED)
                .allSatisfy(allowed -> assertThat(differences).anyMatch(difference -> difference.isAllowedBy(allowed)));
    }

    private Path written(Path file) throws IOException {
        Path ours = folder.resolve("ours.h5");
        KerasFiles.write(KerasFiles.read(file), null, ours);
        return ours;
    }

    private static List<Difference> differences(Map<String, String> theirs, Map<String, String> ours) {
        Set<String> fields = new LinkedHashSet<>(theirs.keySet());
        fields.addAll(ours.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String field : fields) {
            String their = theirs.get(field);
            String our = ours.get(field);
            if (their == null) {
                differences.add(new Difference(Where.OURS, field, String.valueOf(our)));
            } else if (our == null) {
                differences.add(new Difference(Where.THEIRS, field, their));
            } else if (!their.equals(our)) {
                differences.add(new Difference(Where.BOTH, field, their + " -> " + our));
            }
        }
        return differences;
    }

    /** The fields of one that the other has, in their order. */
    private static List<String> inBoth(Map<String, String> one, Map<String, String> other) {
        return one.keySet().stream().filter(other::containsKey).toList();
    }
}
