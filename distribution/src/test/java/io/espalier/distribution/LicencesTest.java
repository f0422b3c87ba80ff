// SPDX-License-Identifier: Apache-2.0
package io.espalier.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the archives say of the work of others in them. */
class LicencesTest {
    private static final Path HOME = Path.of(System.getProperty("espalier.home"));
    private static final Path LICENSES = HOME.resolve("licenses");
    private static final Pattern LICENCE = Pattern.compile("\\| ((?:MIT|BSD|Apache|MPL|EPL|LGPL)[A-Za-z0-9.-]*) \\|");

    private static List<String> jars() throws IOException {
        try (Stream<Path> jars = Files.list(HOME.resolve("lib"))) {
            return jars.map(jar -> jar.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void everyJarIsNamedWithItsLicence() throws IOException {
        String licences = Files.readString(LICENSES.resolve("THIRD-PARTY.md"));
        for (String jar : jars()) {
            String name = jar.replaceFirst("-[0-9].*", "");
            if (!name.startsWith("espalier-")) {
                assertThat(licences).containsPattern("[ |]" + Pattern.quote(name) + "[ ,]");
            }
        }
    }

    @Test
    void theTextOfEveryLicenceIsThere() throws IOException {
        Set<String> named = new TreeSet<>();
        LICENCE.matcher(Files.readString(LICENSES.resolve("THIRD-PARTY.md")))
                .results()
                .forEach(found -> named.add(found.group(1)));

        assertThat(named).contains("MIT", "BSD-3-Clause", "MPL-2.0", "Apache-2.0");
        assertThat(named).allSatisfy(licence -> assertThat(
                        licence.equals("Apache-2.0") ? HOME.resolve("LICENSE") : LICENSES.resolve(licence + ".txt"))
                .isNotEmptyFile());
    }

    @Test
    void theBillOfMaterialsListsEveryJarWithItsLicenceAndChecksum() throws IOException {
        JsonNode bill = new JsonMapper().readTree(LICENSES.resolve("espalier.cdx.json").toFile());
        Set<String> listed = new TreeSet<>();
        for (JsonNode component : bill.path("components")) {
            String classifier = component.path("purl").asText().contains("classifier=")
                    ? component.path("purl").asText().replaceFirst(".*classifier=([^&]*).*", "-$1")
                    : "";
            listed.add(component.path("name").asText() + "-" + component.path("version").asText() + classifier + ".jar");
            assertThat(component.path("licenses")).as(component.path("name").asText()).isNotEmpty();
            assertThat(component.path("hashes")).isNotEmpty();
        }

        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(listed).containsExactlyElementsOf(jars());
    }
}
