package io.winnow.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.adapter.storage.JsonArtefactCodec;
import io.winnow.adapter.storage.TestDatabase;
import io.winnow.core.index.ExactIndexFactory;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.life.PromotionPolicy;
import io.winnow.core.model.ArtefactException;
import io.winnow.core.model.ArtefactTrust;
import io.winnow.core.model.ArtefactTrust.Unsigned;
import io.winnow.core.model.Artefacts;
import io.winnow.core.model.ModelRecord;
import io.winnow.testing.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models with and without the signature of somebody who is trusted. */
class SignedArtefactTest {
    private static final String SIGNATURE = "manifest.sig";

    private final Path parent;
    private final KeyPair ours = pair("Ed25519");
    private final KeyPair foreign = pair("Ed25519");
    private Optional<LifeRig> rig = Optional.empty();

    SignedArtefactTest(@TempDir Path parent) {
        this.parent = parent;
    }

    @AfterEach
    void close() {
        rig.ifPresent(LifeRig::close);
    }

    private static KeyPair pair(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ArtefactTrust signing(KeyPair pair) {
        return new ArtefactTrust(Optional.of(pair.getPrivate()), List.of(pair.getPublic()), Unsigned.REFUSE);
    }

    private static ArtefactTrust trusting(KeyPair pair, Unsigned unsigned) {
        return new ArtefactTrust(Optional.empty(), List.of(pair.getPublic()), unsigned);
    }

    private ModelRecord fitted(ArtefactTrust trust) throws IOException {
        LifeRig made = new LifeRig(
                        parent,
                        TestDatabase.create(parent),
                        new ExactIndexFactory(),
                        PromotionPolicy.DEFAULT,
                        "rig",
                        trust)
                .filled()
                .opened();
        rig = Optional.of(made);
        ModelVersion version = made.refitAndAdmit(1);
        return made.model(version);
    }

    private Path signature(ModelRecord model) {
        return rig.orElseThrow().folder(model.manifest().version()).resolve(SIGNATURE);
    }

    private void open(ModelRecord model, ArtefactTrust trust) throws ArtefactException {
        LifeRig rig = this.rig.orElseThrow();
        Artefacts artefacts = new Artefacts(new JsonArtefactCodec(), new ExactIndexFactory(), trust);
        ModelFiles.open(artefacts, rig.models, rig.station, model).detector().close();
    }

    private void assertRefused(ModelRecord model, ArtefactTrust trust, String why) {
        assertThatThrownBy(() -> open(model, trust))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("model v1 of station press-1 is refused")
                .hasMessageContaining(why);
    }

    @Test
    void signed_byAKeyThatIsTrusted_isOpened() throws IOException {
        ModelRecord model = fitted(signing(ours));

        open(model, trusting(ours, Unsigned.REFUSE));
        open(
                model,
                new ArtefactTrust(Optional.empty(), List.of(foreign.getPublic(), ours.getPublic()), Unsigned.REFUSE));
        open(model, ArtefactTrust.NONE);
        assertThat(signature(model)).content().hasSize(129);
    }

    @Test
    void signed_byAStranger_isRefused_alsoWhereUnsignedOnesAreNot() throws IOException {
        ModelRecord model = fitted(signing(foreign));

        assertRefused(model, trusting(ours, Unsigned.ACCEPT), "manifest.sig is the signature of no trusted key");
    }

    @Test
    void signature_ofAnotherManifest_isRefused() throws IOException {
        ModelRecord model = fitted(signing(ours));
        Path manifest = signature(model).resolveSibling("manifest.json");
        Files.writeString(manifest, Files.readString(manifest) + " ");

        assertRefused(model, trusting(ours, Unsigned.ACCEPT), "manifest.sig is the signature of no trusted key");
    }

    @Test
    void signature_damaged_isRefused() throws IOException {
        ModelRecord model = fitted(signing(ours));

        Files.writeString(signature(model), "abc");
        assertRefused(
                model, trusting(ours, Unsigned.ACCEPT), "manifest.sig is damaged: it must hold hexadecimal digits");
        Files.writeString(signature(model), "abcd");
        assertRefused(model, trusting(ours, Unsigned.ACCEPT), "signature of no trusted key");
    }

    @Test
    void unsigned_isRefusedWhereThePolicySaysSo() throws IOException {
        ModelRecord model = fitted(ArtefactTrust.NONE);

        assertThat(signature(model)).doesNotExist();
        open(model, trusting(ours, Unsigned.ACCEPT));
        assertRefused(model, trusting(ours, Unsigned.REFUSE), "it is not signed (file manifest.sig is missing)");
    }

    @Test
    void trust_thatWouldRefuseItself_isRefused() {
        assertThatThrownBy(() -> new ArtefactTrust(
                        Optional.of(ours.getPrivate()), List.of(foreign.getPublic()), Unsigned.ACCEPT))
                .hasMessageContaining("would be refused here");
        assertThatThrownBy(() -> new ArtefactTrust(Optional.empty(), List.of(), Unsigned.REFUSE))
                .hasMessageContaining("while no key is trusted");
        assertThatThrownBy(() -> new ArtefactTrust(
                        Optional.of(ours.getPrivate()), List.of(pair("RSA").getPublic()), Unsigned.ACCEPT))
                .hasMessageContaining("must be an Ed25519 key");
    }
}
