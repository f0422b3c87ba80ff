// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What users could call in the version before they can call still: {@code api.txt} lists it. A release replaces the list by {@code cli/target/api.txt}; so does
 * who breaks something on purpose, and says so in the changelog. With a released version, {@code -Dapi.baseline=VERSION} compares the jars themselves.
 */
class CompatibilityTest {
    private static final Pattern API_PACKAGES = Pattern.compile("<include>([a-z0-9.]+)</include>");

    @Test
    void whatUsersCouldCallTheyCanCallStill() throws Exception {
        List<String> now = new ArrayList<>();
        for (String type : resource("exported-types.txt")) {
            now.addAll(PublicMembers.of(Class.forName(type, false, CompatibilityTest.class.getClassLoader())));
        }
        Files.write(Path.of("target/api.txt"), now);

        assertThat(missing(resource("api.txt"), now))
                .as(
                        "gone or changed; if that is meant, copy cli/target/api.txt over the list, and say so in the changelog")
                .isEmpty();
    }

    @Test
    void aMethodThatIsGoneOrTakesSomethingElseIsFound() {
        List<String> before = PublicMembers.of(Before.class);
        List<String> after = PublicMembers.of(After.class).stream()
                .map(line -> line.replace("$After", "$Before"))
                .toList();

        assertThat(missing(before, after))
                .containsExactly(
                        "cli.CompatibilityTest$Before String changed(int)",
                        "cli.CompatibilityTest$Before void removed()");
    }

    @Test
    void jarsAreComparedInTheSamePackages() throws IOException {
        Set<String> exported = new TreeSet<>();
        resource("exported-types.txt").forEach(type -> exported.add(type.replaceFirst("\\.[A-Z]\\w*$", "")));
        Set<String> compared = new TreeSet<>();
        API_PACKAGES
                .matcher(Files.readString(Path.of("../pom.xml")))
                .results()
                .forEach(include -> compared.add(include.group(1)));

        assertThat(compared).isEqualTo(exported);
    }

    private static Collection<String> missing(List<String> before, List<String> after) {
        Set<String> missing = new TreeSet<>(before);
        missing.removeAll(new HashSet<>(after));
        return missing;
    }

    private static List<String> resource(String name) throws IOException {
        try (InputStream list = CompatibilityTest.class.getResourceAsStream(name)) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    /** A version. */
    public static class Before {
        public void removed() {}

        public void kept() {}

        public String changed(int value) {
            return "" + value;
        }
    }

    /** The next. */
    public static class After {
        public void kept() {}

        public void added() {}

        public String changed(long value) {
            return "" + value;
        }
    }
}
