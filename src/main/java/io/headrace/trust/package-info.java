/**
 * Keys, signatures and signed documents.
 *
 * <p>Keys are elliptic, in PEM; signatures are ECDSA; a signed document is a DSSE envelope. All of it is made and read by the
 * JDK and is understood by OpenSSL and others; {@code docs/trust.md} has the commands.
 *
 * <pre>{@code
 * SigningKey ada = SigningKey.create(Path.of("keys/ada"));        // writes keys/ada and keys/ada.pub
 * Envelope note = Envelope.signed("text/plain", "agreed", ada);
 * KeyRing trusted = KeyRing.read(Path.of("conf/keys"));           // ada.pub, ben.pub: the names are the files'
 * Optional<String> signer = note.signer(trusted);                 // Optional[ada]
 * }</pre>
 *
 * <p>May import: run. Pure.
 */
package io.headrace.trust;
