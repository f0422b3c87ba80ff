// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import io.espalier.base.Provenance;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A whole TFLite model.
 *
 * @param description free text, such as the converter's name
 * @param subgraphs the first is the one that runs; others are called by operators or signatures
 * @param metadataBuffers bytes without a name that old files carry; usually empty
 * @param externalBufferGroups the names of the files that hold external buffers
 * @param associatedFiles a ZIP archive of files that the metadata name, such as labels; empty if there is none
 */
public record Graph(
        String description,
        List<Subgraph> subgraphs,
        List<Signature> signatures,
        List<Metadata> metadata,
        List<Buffer> metadataBuffers,
        List<String> externalBufferGroups,
        List<ExternalBuffer> externalBuffers,
        Buffer associatedFiles) {

    public Graph {
        Objects.requireNonNull(description, "description");
        subgraphs = List.copyOf(subgraphs);
        signatures = List.copyOf(signatures);
        metadata = List.copyOf(metadata);
        metadataBuffers = List.copyOf(metadataBuffers);
        externalBufferGroups = List.copyOf(externalBufferGroups);
        externalBuffers = List.copyOf(externalBuffers);
        Objects.requireNonNull(associatedFiles, "associatedFiles");
        if (subgraphs.isEmpty()) {
            throw new InvalidGraphException("A graph needs at least one subgraph");
        }
        for (Signature signature : signatures) {
            check(signature, subgraphs);
        }
    }

    /** A graph without unnamed metadata buffers, external buffers and associated files. */
    public Graph(String description, List<Subgraph> subgraphs, List<Signature> signatures, List<Metadata> metadata) {
        this(description, subgraphs, signatures, metadata, List.of(), List.of(), List.of(), Buffer.EMPTY);
    }

    /** The subgraph that runs when the model runs. */
    public Subgraph main() {
        return subgraphs.get(0);
    }

    /**
     * What the outputs of the main subgraph are called, in their order: as the first signature names them, or else as their tensors are named.
     * If a name occurs again, it gets a number.
     */
    public List<String> outputNames() {
        List<String> names = new ArrayList<>();
        main().outputs().stream().forEach(tensor -> {
            String plain = signatures.stream()
                    .filter(signature -> signature.subgraph() == 0)
                    .limit(1)
                    .flatMap(signature -> signature.outputs().stream())
                    .filter(output -> output.tensor() == tensor)
                    .map(Signature.NamedTensor::name)
                    .findFirst()
                    .orElseGet(() -> main().tensor(tensor).name());
            String name = plain;
            for (int number = 1; names.contains(name); number++) {
                name = plain + "_" + number;
            }
            names.add(name);
        });
        return List.copyOf(names);
    }

    /** The first metadata entry with this name. */
    public Optional<Metadata> metadata(String name) {
        return metadata.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /** A copy with these subgraphs; the first is the main one. */
    public Graph withSubgraphs(List<Subgraph> newSubgraphs) {
        return copy(newSubgraphs, signatures, metadata);
    }

    /** A copy with another main subgraph. */
    public Graph withMain(Subgraph main) {
        List<Subgraph> changed = new ArrayList<>(subgraphs);
        changed.set(0, main);
        return withSubgraphs(changed);
    }

    /** A copy with these signatures. */
    public Graph withSignatures(List<Signature> newSignatures) {
        return copy(subgraphs, newSignatures, metadata);
    }

    /** A copy with this entry, in the place of an entry of the same name or else at the end. */
    public Graph withMetadata(Metadata entry) {
        List<Metadata> changed = new ArrayList<>(metadata);
        int place = 0;
        while (place < changed.size() && !changed.get(place).name().equals(entry.name())) {
            place++;
        }
        if (place < changed.size()) {
            changed.set(place, entry);
        } else {
            changed.add(entry);
        }
        return copy(subgraphs, signatures, changed);
    }

    /** Where the model comes from, if an entry says so; an entry of that name that others wrote does not count. */
    public Optional<Provenance> provenance() {
        try {
            return metadata(Metadata.PROVENANCE).map(Metadata::asText).map(Provenance::fromJson);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A copy that says where it comes from. */
    public Graph withProvenance(Provenance provenance) {
        return withMetadata(Metadata.text(Metadata.PROVENANCE, provenance.toJson()));
    }

    /** A copy with this ZIP archive behind it; empty for none. */
    public Graph withAssociatedFiles(Buffer archive) {
        return new Graph(
                description,
                subgraphs,
                signatures,
                metadata,
                metadataBuffers,
                externalBufferGroups,
                externalBuffers,
                archive);
    }

    private Graph copy(List<Subgraph> newSubgraphs, List<Signature> newSignatures, List<Metadata> newMetadata) {
        return new Graph(
                description,
                newSubgraphs,
                newSignatures,
                newMetadata,
                metadataBuffers,
                externalBufferGroups,
                externalBuffers,
                associatedFiles);
    }

    private static void check(Signature signature, List<Subgraph> subgraphs) {
        if (signature.subgraph() < 0 || signature.subgraph() >= subgraphs.size()) {
            throw new InvalidGraphException("Signature '" + signature.key() + "' refers to subgraph "
                    + signature.subgraph() + ", but the graph has subgraphs 0 to " + (subgraphs.size() - 1));
        }
        int tensors = subgraphs.get(signature.subgraph()).tensors().size();
        for (List<Signature.NamedTensor> side : List.of(signature.inputs(), signature.outputs())) {
            for (Signature.NamedTensor named : side) {
                if (named.tensor() < 0 || named.tensor() >= tensors) {
                    throw new InvalidGraphException("Signature '" + signature.key() + "' refers to tensor "
                            + named.tensor() + " for '" + named.name() + "', but its subgraph has tensors 0 to "
                            + (tensors - 1));
                }
            }
        }
    }

    /**
     * A constant that lies in another file. Espalier carries the reference and does not open that file.
     *
     * @param id the number by which tensors name it, from 1
     * @param group the index of its file in the graph's list of groups
     * @param offset bytes from the start of that file
     * @param length bytes
     * @param packing how the bytes are packed; empty for plainly
     */
    public record ExternalBuffer(long id, long group, long offset, long length, String packing) {
        public ExternalBuffer {
            Objects.requireNonNull(packing, "packing");
        }
    }

    /** Named bytes in a file beside the graph. */
    public record Metadata(String name, Buffer buffer) {
        public Metadata {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(buffer, "buffer");
        }

        /** The name of the entry with the oldest runtime that has all operator versions of the file. */
        public static final String MIN_RUNTIME_VERSION = "min_runtime_version";

        /** The name of the entry with the provenance of the model: one line of JSON. */
        public static final String PROVENANCE = "espalier_provenance";

        /** The name of the entry that tells applications of labels, normalization and more. */
        public static final String DEPLOYMENT = "TFLITE_METADATA";

        private static final int RUNTIME_VERSION_BYTES = 16;

        /** The entry {@code min_runtime_version}, padded with zeros to 16 bytes as every runtime expects it. */
        public static Metadata minRuntimeVersion(String version) {
            byte[] ascii = version.getBytes(StandardCharsets.US_ASCII);
            if (ascii.length > RUNTIME_VERSION_BYTES) {
                throw new InvalidGraphException("The runtime version '" + version + "' is longer than "
                        + RUNTIME_VERSION_BYTES + " characters: write it as major.minor.patch");
            }
            return new Metadata(MIN_RUNTIME_VERSION, Buffer.ofBytes(Arrays.copyOf(ascii, RUNTIME_VERSION_BYTES)));
        }

        /** An entry that contains text in UTF-8. */
        public static Metadata text(String name, String text) {
            return new Metadata(name, Buffer.ofBytes(text.getBytes(StandardCharsets.UTF_8)));
        }

        /** The bytes as UTF-8 text up to the zeros that pad them. */
        public String asText() {
            return new String(buffer.toBytes(), StandardCharsets.UTF_8).replaceFirst("\0+$", "");
        }
    }
}
