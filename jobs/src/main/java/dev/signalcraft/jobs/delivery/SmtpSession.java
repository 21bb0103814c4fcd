// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import dev.signalcraft.domain.delivery.EmailAddress;
import dev.signalcraft.domain.delivery.EmailMessage;
import dev.signalcraft.domain.delivery.SendResult;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One session with an SMTP server, which another thread may end. */
final class SmtpSession {
  private final EmailAddress email;
  private final @Nullable String password;
  private final Duration timeout;
  private final SSLSocketFactory tls;
  private volatile @Nullable Socket socket;
  private volatile boolean aborted;

  SmtpSession(
      EmailAddress email, @Nullable String password, Duration timeout, SSLSocketFactory tls) {
    this.email = email;
    this.password = password;
    this.timeout = timeout;
    this.tls = tls;
  }

  /**
   * Sends a mail by the server at this address.
   *
   * @param id the same for each attempt: so is the mail's, by which a reader knows a repeat
   * @return that it was sent, with the mail's id and whom the server refused
   */
  SendResult send(InetAddress address, String id, EmailMessage message) throws MessagingException {
    Session session = Session.getInstance(properties(address));
    String domain = email.from().substring(email.from().indexOf('@') + 1);
    Mail mail = new Mail(session, "<" + id + "@" + domain + ">");
    mail.setFrom(new InternetAddress(email.from(), true));
    for (String to : email.to()) {
      mail.addRecipient(Message.RecipientType.TO, new InternetAddress(to, true));
    }
    mail.setSubject(message.subject(), StandardCharsets.UTF_8.name());
    mail.setHeader(
        "Date",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC)));
    mail.setHeader("Auto-Submitted", "auto-generated");
    if (message.thread() != null) {
      mail.setHeader("References", "<" + message.thread() + "@" + domain + ">");
    }
    mail.setContent(alternative(message));
    mail.saveChanges();
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect(email.host(), email.port(), email.user(), password);
      transport.sendMessage(mail, mail.getAllRecipients());
    } catch (SendFailedException e) {
      if (e.getValidSentAddresses() == null || e.getValidSentAddresses().length == 0) {
        throw e;
      }
      // Some have it; to send it again would tell them twice.
      return SendResult.partly(mail.id, SmtpFault.refused(e, email.to().size()));
    }
    return SendResult.sent(0, mail.id);
  }

  private static Multipart alternative(EmailMessage message) throws MessagingException {
    MimeBodyPart text = new MimeBodyPart();
    text.setText(message.text(), StandardCharsets.UTF_8.name());
    MimeBodyPart html = new MimeBodyPart();
    html.setText(message.html(), StandardCharsets.UTF_8.name(), "html");
    return new MimeMultipart("alternative", text, html);
  }

  private Properties properties(InetAddress address) {
    String millis = Long.toString(timeout.toMillis());
    Properties properties = new Properties();
    properties.put("mail.smtp.connectiontimeout", millis);
    properties.put("mail.smtp.timeout", millis);
    properties.put("mail.smtp.auth", Boolean.toString(password != null));
    properties.put("mail.smtp.sendpartial", "true");
    properties.put("mail.smtp.localhost", "signalcraft");
    properties.put("mail.smtp.quitwait", "false");
    boolean starts = email.security() == EmailAddress.Security.STARTTLS;
    properties.put("mail.smtp.starttls.enable", Boolean.toString(starts));
    properties.put("mail.smtp.starttls.required", Boolean.toString(starts));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.socketFactory.fallback", "false");
    properties.put("mail.smtp.socketFactory.fallback", "false");
    CheckedSockets sockets = new CheckedSockets(address, this::opened);
    properties.put("mail.smtp.socketFactory", sockets);
    boolean implicit = email.security() == EmailAddress.Security.TLS;
    properties.put("mail.smtp.ssl.enable", Boolean.toString(implicit));
    // With TLS from the first byte the checked socket is wrapped by the runtime's own factory.
    properties.put("mail.smtp.ssl.socketFactory", implicit ? sockets : tls);
    return properties;
  }

  private void opened(Socket opened) throws IOException {
    socket = opened;
    if (aborted) {
      opened.close();
      throw new IOException("too late");
    }
  }

  /** Ends it wherever it is. */
  void abort() {
    aborted = true;
    Socket open = socket;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It is given up anyway.
      }
    }
  }

  /** Keeps the id that it is given. */
  private static final class Mail extends MimeMessage {
    private final String id;

    Mail(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
