//! Answers and exports as the formats are described; the services are invented.

/// Text in ISO-8859-1.
pub(super) fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|it| u8::try_from(it as u32).expect("a sign of ISO-8859-1")).collect()
}

pub(super) const FLOWS_XML: &str = r#"<?xml version="1.0" encoding="ISO-8859-1"?>
<Flows>
  <Flow>
    <ID>1203</ID>
    <FlowFamilyID>406</FlowFamilyID>
    <Name>Ansökan om båtplats</Name>
    <URL>https://e-tjanster.example.se/oversikt/flowoverview/1203</URL>
    <FlowFamilyURL>https://e-tjanster.example.se/oversikt/overview/406</FlowFamilyURL>
    <Category>Trafik &amp; hamn</Category>
    <CategoryID>7</CategoryID>
    <Icon>https://e-tjanster.example.se/oversikt/icon/1203</Icon>
    <ShortDescription>&lt;p&gt;Hyr en plats för din båt.&lt;/p&gt;</ShortDescription>
    <LongDescription>&lt;h2&gt;Så går det till&lt;/h2&gt;&lt;p&gt;Välj brygga. Läs &lt;a href="https://www.example.se/hamnen"&gt;om hamnen&lt;/a&gt;.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Båtens längd&lt;/li&gt;&lt;li&gt;Försäkring&lt;/li&gt;&lt;/ul&gt;</LongDescription>
    <RequiresAuthentication>true</RequiresAuthentication>
    <RequiresSigning>false</RequiresSigning>
    <PaymentSupportEnabled>false</PaymentSupportEnabled>
    <Enabled>true</Enabled>
    <Aliases><Alias>https://e-tjanster.example.se/batplats</Alias></Aliases>
  </Flow>
  <Flow>
    <ID>9</ID>
    <FlowFamilyID>9</FlowFamilyID>
    <Name>2024</Name>
    <FlowFamilyURL>https://e-tjanster.example.se/oversikt/overview/9</FlowFamilyURL>
    <RequiresAuthentication>false</RequiresAuthentication>
    <Enabled>true</Enabled>
  </Flow>
</Flows>
"#;

/// The same: what looks like a number or a truth has no quotes.
pub(super) const FLOWS_JSON: &str = r#"{"Flows":[
{"Enabled":true,"ID":1203,"FlowFamilyID":406,"Name":"Ansökan om båtplats","Category":"Trafik & hamn","CategoryID":7,
 "URL":"https://e-tjanster.example.se/oversikt/flowoverview/1203",
 "FlowFamilyURL":"https://e-tjanster.example.se/oversikt/overview/406","Icon":null,
 "ShortDescription":"<p>Hyr en plats för din båt.</p>",
 "LongDescription":"<h2>Så går det till</h2><p>Välj brygga. Läs <a href=\"https://www.example.se/hamnen\">om hamnen</a>.</p><ul><li>Båtens längd</li><li>Försäkring</li></ul>",
 "RequiresAuthentication":true,"RequiresSigning":false,"PaymentSupportEnabled":false,
 "Aliases":["https://e-tjanster.example.se/batplats"]},
{"ID":9,"FlowFamilyID":9,"Name":2024,"FlowFamilyURL":"https://e-tjanster.example.se/oversikt/overview/9",
 "Category":null,"ShortDescription":null,"LongDescription":null,"RequiresAuthentication":false,"Enabled":true}
]}"#;

pub(super) const EXPORT: &str = r#"<?xml version="1.0" encoding="ISO-8859-1"?>
<Flow>
  <flowID>1203</flowID>
  <name>Ansökan om båtplats</name>
  <version>2</version>
  <publishDate>2026-02-01</publishDate>
  <unPublishDate>inte än</unPublishDate>
  <enabled>true</enabled>
  <shortDescription><![CDATA[<p>Hyr en plats för din båt.</p>]]></shortDescription>
  <longDescription><![CDATA[<p>Måndag till fredag svarar vi <strong>snabbt</strong>.</p><img src="x" alt="Karta">]]></longDescription>
  <submittedMessage><![CDATA[<p>Tack. Vi svarar inom två veckor.</p><p>Spara kvittot.</p>]]></submittedMessage>
  <requireAuthentication>true</requireAuthentication>
  <requireSigning>false</requireSigning>
  <paymentSupportEnabled>true</paymentSupportEnabled>
  <Tags><tag>brygga</tag><tag>eka</tag></Tags>
  <Checks><check>båtens längd</check><check>försäkringsbrev</check></Checks>
  <Category><categoryID>3</categoryID><name>Hamn</name></Category>
  <OverviewAttributes>
    <FlowOverviewAttribute><name>Handläggningstid</name><value>Två veckor</value><sortIndex>1</sortIndex></FlowOverviewAttribute>
    <FlowOverviewAttribute><name>Säsong</name><value>Maj till september</value><sortIndex>2</sortIndex></FlowOverviewAttribute>
  </OverviewAttributes>
  <FlowFamily>
    <flowFamilyID>406</flowFamilyID>
    <contactName>Hamnkontoret</contactName>
    <contactEmail>hamn@example.se</contactEmail>
    <contactPhone>0690-25 01 09</contactPhone>
    <Aliases><Alias>batplats</Alias></Aliases>
  </FlowFamily>
  <FlowForms>
    <FlowForm><flowFormID>1</flowFormID><name>Båtplats på papper</name><fileExtension>pdf</fileExtension>
      <file><![CDATA[JVBERi0xLjcKJcOk
      w7bDpQo=]]></file></FlowForm>
    <FlowForm><flowFormID>2</flowFormID><name>Makro</name><fileExtension>html</fileExtension><file>PGI+</file></FlowForm>
  </FlowForms>
  <Steps>
    <Step><stepID>2</stepID><name>Båten</name><sortIndex>2</sortIndex><QueryDescriptors>
      <QueryDescriptor><queryID>11</queryID><name>Vilken sorts båt?</name><sortIndex>1</sortIndex>
        <queryTypeID>com.nordicpeak.flowengine.queries.radiobuttonquery.RadioButtonQueryProviderModule</queryTypeID>
        <defaultQueryState>VISIBLE_REQUIRED</defaultQueryState>
        <RadioButtonQuery><description><![CDATA[<p>Välj <i>en</i>.</p>]]></description>
          <freeTextAlternative>Annan båt</freeTextAlternative>
          <Alternatives>
            <RadioButtonAlternative><alternativeID>101</alternativeID><name>Eka</name><sortIndex>1</sortIndex></RadioButtonAlternative>
            <RadioButtonAlternative><alternativeID>102</alternativeID><name>Segelbåt</name><sortIndex>2</sortIndex></RadioButtonAlternative>
            <RadioButtonAlternative><alternativeID>103</alternativeID><name>Fartyg</name><sortIndex>3</sortIndex></RadioButtonAlternative>
          </Alternatives></RadioButtonQuery>
        <EvaluatorDescriptors>
          <EvaluatorDescriptor><enabled>true</enabled><TargetQueryIDs><queryID>12</queryID></TargetQueryIDs>
            <QueryStateEvaluator><queryState>VISIBLE_REQUIRED</queryState><selectionMode>ANY</selectionMode>
              <RequiredAlternativeIDs><alternativeID>102</alternativeID><alternativeID>103</alternativeID></RequiredAlternativeIDs></QueryStateEvaluator></EvaluatorDescriptor>
          <EvaluatorDescriptor><enabled>true</enabled><TargetQueryIDs><queryID>13</queryID></TargetQueryIDs>
            <QueryStateEvaluator><queryState>VISIBLE</queryState><selectionMode>ANY</selectionMode>
              <RequiredAlternativeIDs><alternativeID>103</alternativeID></RequiredAlternativeIDs></QueryStateEvaluator></EvaluatorDescriptor>
          <EvaluatorDescriptor><enabled>true</enabled><TargetQueryIDs><queryID>16</queryID></TargetQueryIDs>
            <QueryStateEvaluator><queryState>HIDDEN</queryState><selectionMode>ANY</selectionMode>
              <RequiredAlternativeIDs><alternativeID>101</alternativeID></RequiredAlternativeIDs></QueryStateEvaluator></EvaluatorDescriptor>
        </EvaluatorDescriptors></QueryDescriptor>
      <QueryDescriptor><queryID>12</queryID><name>Mått</name><sortIndex>2</sortIndex><defaultQueryState>HIDDEN</defaultQueryState>
        <TextFieldQuery><Fields>
          <TextField><textFieldID>1</textFieldID><label>Längd i decimeter</label><required>true</required><sortIndex>1</sortIndex>
            <formatValidator>se.unlogic.standardutils.validation.PositiveStringIntegerValidator</formatValidator></TextField>
          <TextField><textFieldID>2</textFieldID><label>Namn på båten</label><required>false</required><maxContentLength>40</maxContentLength><sortIndex>2</sortIndex></TextField>
        </Fields></TextFieldQuery></QueryDescriptor>
      <QueryDescriptor><queryID>13</queryID><name>För stort</name><sortIndex>3</sortIndex><defaultQueryState>HIDDEN</defaultQueryState>
        <StopQuery><description><![CDATA[<p>Fartyg får inte plats. Ring hamnen.</p>]]></description></StopQuery></QueryDescriptor>
      <QueryDescriptor><queryID>14</queryID><name>Utrustning</name><sortIndex>4</sortIndex><defaultQueryState>VISIBLE</defaultQueryState>
        <CheckboxQuery><maxChecked>2</maxChecked><Alternatives>
          <CheckboxAlternative><alternativeID>104</alternativeID><name>El vid bryggan</name><sortIndex>1</sortIndex></CheckboxAlternative>
          <CheckboxAlternative><alternativeID>105</alternativeID><name>Vatten</name><sortIndex>2</sortIndex></CheckboxAlternative>
        </Alternatives></CheckboxQuery></QueryDescriptor>
      <QueryDescriptor><queryID>15</queryID><name>Var vill du ligga?</name><sortIndex>5</sortIndex><defaultQueryState>VISIBLE_REQUIRED</defaultQueryState>
        <GeneralMapQuery><startInstruction>Peka på kartan</startInstruction></GeneralMapQuery></QueryDescriptor>
      <QueryDescriptor><queryID>16</queryID><name>Försäkringsbrev</name><sortIndex>6</sortIndex><defaultQueryState>VISIBLE_REQUIRED</defaultQueryState>
        <FileUploadQuery><maxFileCount>2</maxFileCount><allowedFileExtensions><value>PDF</value><value>jpg</value></allowedFileExtensions></FileUploadQuery></QueryDescriptor>
      <QueryDescriptor><queryID>17</queryID><name>Boka tid</name><sortIndex>7</sortIndex><defaultQueryState>VISIBLE</defaultQueryState>
        <queryTypeID>com.closed.addon.SecretBookingQuery</queryTypeID></QueryDescriptor>
      <QueryDescriptor><queryID>18</queryID><name>Aldrig synlig</name><sortIndex>8</sortIndex><defaultQueryState>HIDDEN</defaultQueryState>
        <TextAreaQuery><maxLength>500</maxLength></TextAreaQuery></QueryDescriptor>
      <QueryDescriptor><queryID>19</queryID><name>Avgiften är ${hamnavgift}. Jag godkänner det.</name><sortIndex>9</sortIndex><defaultQueryState>VISIBLE_REQUIRED</defaultQueryState>
        <CheckboxQuery><Alternatives><CheckboxAlternative><alternativeID>106</alternativeID><name>Jag godkänner avgiften ${hamnavgift}</name></CheckboxAlternative></Alternatives></CheckboxQuery></QueryDescriptor>
    </QueryDescriptors></Step>
    <Step><stepID>1</stepID><name>Om dig</name><sortIndex>1</sortIndex><QueryDescriptors>
      <QueryDescriptor><queryID>10</queryID><name>Du som söker</name><sortIndex>2</sortIndex><defaultQueryState>VISIBLE_REQUIRED</defaultQueryState>
        <ContactDetailQuery><fieldName>REQUIRED</fieldName><fieldAddress>REQUIRED</fieldAddress><fieldPhone>HIDDEN</fieldPhone>
          <fieldMobilePhone>REQUIRED</fieldMobilePhone><fieldEmail>VISIBLE</fieldEmail></ContactDetailQuery></QueryDescriptor>
    </QueryDescriptors></Step>
    <Step><stepID>3</stepID><name>Bra att veta</name><sortIndex>0</sortIndex><QueryDescriptors>
      <QueryDescriptor><queryID>20</queryID><name>Innan du börjar</name><defaultQueryState>VISIBLE</defaultQueryState>
        <FileInfoQuery><description><![CDATA[<p>Ha båtens mått till hands.</p>]]></description></FileInfoQuery></QueryDescriptor>
    </QueryDescriptors></Step>
  </Steps>
</Flow>
"#;

pub(super) const FAMILY: &str = r#"<Flow>
  <name>Flytta med barn</name>
  <version>1</version>
  <shortDescription>Säg till att ni flyttar.</shortDescription>
  <requireAuthentication>true</requireAuthentication>
  <Category><name>Fritid</name></Category>
  <Steps>
    <Step><name>Kvitto</name><QueryDescriptors>
      <QueryDescriptor><queryID>1</queryID><name>Barnet</name><defaultQueryState>VISIBLE_REQUIRED</defaultQueryState>
        <ChildQuery><useMultipartSigning>true</useMultipartSigning><skipMultipartSigningIfSameAddress>true</skipMultipartSigningIfSameAddress>
          <requireGuardianPhone>true</requireGuardianPhone><minAge>1</minAge><maxAge>5</maxAge></ChildQuery>
        <EvaluatorDescriptors><EvaluatorDescriptor><enabled>true</enabled><TargetQueryIDs><queryID>5</queryID></TargetQueryIDs>
          <QueryStateEvaluator><queryState>HIDDEN</queryState><selectionMode>ANY</selectionMode>
            <RequiredAlternativeIDs><alternativeID>2</alternativeID></RequiredAlternativeIDs></QueryStateEvaluator></EvaluatorDescriptor></EvaluatorDescriptors></QueryDescriptor>
      <QueryDescriptor><queryID>2</queryID><name>Du</name><defaultQueryState>VISIBLE_REQUIRED</defaultQueryState>
        <ContactDetailQuery><requireAddress>true</requireAddress><requireEmail>false</requireEmail><requireAtLeastOneContactWay>true</requireAtLeastOneContactWay></ContactDetailQuery></QueryDescriptor>
      <QueryDescriptor><queryID>3</queryID><name>Hyresvärden</name><defaultQueryState>VISIBLE</defaultQueryState>
        <ContactDetailQuery><fieldName>REQUIRED</fieldName><fieldCitizenID>VISIBLE</fieldCitizenID><fieldPhone>REQUIRED</fieldPhone></ContactDetailQuery></QueryDescriptor>
      <QueryDescriptor><queryID>4</queryID><name>Den som flyttar med</name><defaultQueryState>VISIBLE_REQUIRED</defaultQueryState>
        <ManualMultiSignQuery><preventPostersCitizenIdentifier>true</preventPostersCitizenIdentifier></ManualMultiSignQuery></QueryDescriptor>
    </QueryDescriptors></Step>
    <Step><name>Kvitto</name><QueryDescriptors>
      <QueryDescriptor><queryID>5</queryID><name>all</name><defaultQueryState>VISIBLE</defaultQueryState>
        <TextFieldQuery><Fields><TextField><label>Egen kontroll</label><required>true</required>
          <formatValidator>se.example.OwnValidator</formatValidator><defaultValue>x</defaultValue></TextField></Fields></TextFieldQuery></QueryDescriptor>
      <QueryDescriptor><queryID>6</queryID><name>Vad flyttar med?</name><defaultQueryState>VISIBLE_REQUIRED</defaultQueryState>
        <CheckboxQuery><minChecked>1</minChecked><Alternatives>
          <CheckboxAlternative><alternativeID>61</alternativeID><name>Hund</name></CheckboxAlternative>
          <CheckboxAlternative><alternativeID>62</alternativeID><name>Katt</name></CheckboxAlternative>
          <CheckboxAlternative><alternativeID>63</alternativeID><name>Hund</name><price>50</price></CheckboxAlternative></Alternatives></CheckboxQuery>
        <EvaluatorDescriptors>
          <EvaluatorDescriptor><enabled>true</enabled><TargetQueryIDs><queryID>7</queryID></TargetQueryIDs>
            <QueryStateEvaluator><queryState>VISIBLE</queryState><selectionMode>ALL</selectionMode>
              <RequiredAlternativeIDs><alternativeID>61</alternativeID><alternativeID>62</alternativeID></RequiredAlternativeIDs></QueryStateEvaluator></EvaluatorDescriptor>
          <EvaluatorDescriptor><enabled>true</enabled><TargetQueryIDs><queryID>7</queryID></TargetQueryIDs>
            <QueryStateEvaluator><queryState>VISIBLE</queryState><selectionMode>ANY</selectionMode>
              <RequiredAlternativeIDs><alternativeID>63</alternativeID></RequiredAlternativeIDs></QueryStateEvaluator></EvaluatorDescriptor>
          <EvaluatorDescriptor><enabled>false</enabled><TargetQueryIDs><queryID>8</queryID></TargetQueryIDs>
            <QueryStateEvaluator><queryState>HIDDEN</queryState></QueryStateEvaluator></EvaluatorDescriptor>
          <EvaluatorDescriptor><enabled>true</enabled><TargetQueryIDs><queryID>9</queryID></TargetQueryIDs>
            <evaluatorTypeID>com.closed.CalculatedEvaluator</evaluatorTypeID></EvaluatorDescriptor>
        </EvaluatorDescriptors></QueryDescriptor>
      <QueryDescriptor><queryID>7</queryID><name>Vilken ort?</name><defaultQueryState>HIDDEN</defaultQueryState>
        <DropDownQuery><Alternatives>
          <DropDownAlternative><alternativeID>71</alternativeID><name>2:a gatan &lt;norr&gt;</name></DropDownAlternative>
          <DropDownAlternative><alternativeID>72</alternativeID><name>"Ön" \ viken</name></DropDownAlternative></Alternatives></DropDownQuery></QueryDescriptor>
      <QueryDescriptor><queryID>8</queryID><name>Har ni nyckel?</name><defaultQueryState>VISIBLE_REQUIRED</defaultQueryState>
        <RadioButtonQuery><Alternatives><RadioButtonAlternative><alternativeID>81</alternativeID><name>Ja</name></RadioButtonAlternative></Alternatives></RadioButtonQuery></QueryDescriptor>
      <QueryDescriptor><queryID>9</queryID><name>Föreningen</name><defaultQueryState>VISIBLE_REQUIRED</defaultQueryState>
        <OrganizationDetailQuery><fieldAddress>HIDDEN</fieldAddress><fieldEmail>REQUIRED</fieldEmail></OrganizationDetailQuery></QueryDescriptor>
    </QueryDescriptors></Step>
  </Steps>
</Flow>
"#;
