// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import io.espalier.base.Provenance;
import java.util.ArrayList;
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
 */
public record Graph(
        String description,
        List<Subgraph> subgraphs,
        List<Signature> signatures,
        List<Metadata> metadata,
        List<Buffer> metadataBuffers,
        List<String> externalBufferGroups,
        List<ExternalBuffer> externalBuffers) {

    public Graph {
        Objects.requireNonNull(description, "description");
        subgraphs = List.copyOf(subgraphs);
        signatures = List.copyOf(signatures);
        metadata = List.copyOf(metadata);
        metadataBuffers = List.copyOf(metadataBuffers);
        externalBufferGroups = List.copyOf(externalBufferGroups);
        externalBuffers = List.copyOf(externalBuffers);
        if (subgraphs.isEmpty()) {
            throw new InvalidGraphException("A graph needs at least one subgraph");
        }
        for (Signature signature : signatures) {
            check(signature, subgraphs);
        }
    }

    /** A graph without unnamed metadata buffers and external buffers. */
    public Graph(String description, List<Subgraph> subgraphs, List<Signature> signatures, List<Metadata> metadata) {
        this(description, subgraphs, signatures, metadata, List.of(), List.of(), List.of());
    }

    /** The subgraph that runs when the model runs. */
    public Subgraph main() {
        return subgraphs.get(0);
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

    private Graph copy(List<Subgraph> newSubgraphs, List<Signature> newSignatures, List<Metadata> newMetadata) {
        return new Graph(
                description,
                newSubgraphs,
                newSignatures,
                newMetadata,
                metadataBuffers,
                externalBufferGroups,
                externalBuffers);
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
}
