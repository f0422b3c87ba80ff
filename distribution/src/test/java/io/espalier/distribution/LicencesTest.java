// SPDX-License-Identifier: Apache-2.0
package io.espalier.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
        assertThat(named)
                .allSatisfy(licence -> assertThat(
                                licence.equals("Apache-2.0")
                                        ? HOME.resolve("LICENSE")
                                        : LICENSES.resolve(licence + ".txt"))
                        .isNotEmptyFile());
    }

    @Test
    void theBillOfMaterialsListsEveryJarWithItsLicenceAndThoseOfOthersWithTheirChecksum() throws Exception {
        JsonNode bill =
                new JsonMapper().readTree(LICENSES.resolve("espalier.cdx.json").toFile());
        Map<String, String> listed = new TreeMap<>();
        for (JsonNode component : bill.path("components")) {
            String purl = component.path("purl").asText();
            String classifier = purl.contains("classifier=") ? purl.replaceFirst(".*classifier=([^&]*).*", "-$1") : "";
            String jar = component.path("name").asText() + "-"
                    + component.path("version").asText() + classifier + ".jar";
            listed.put(jar, sha256(component));
            assertThat(component.path("licenses")).as(jar).isNotEmpty();
        }

        assertThat(listed.keySet()).containsExactlyElementsOf(new TreeSet<>(jars()));
        for (String jar : jars()) {
            // Those of Espalier were changed since, to start sooner.
            if (!jar.startsWith("espalier-")) {
                assertThat(listed.get(jar))
                        .as(jar)
                        .isEqualTo(sha256(HOME.resolve("lib").resolve(jar)));
            }
        }
    }

    private static String sha256(JsonNode component) {
        for (JsonNode hash : component.path("hashes")) {
            if (hash.path("alg").asText().equals("SHA-256")) {
                return hash.path("content").asText();
            }
        }
        return "none";
    }

    private static String sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
            bytes.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
